"""The sentences that every language of the interface must have; a missing one is a type error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kb.errors import KbError
from kb.texts.accounts import Accounts
from kb.texts.adding import Adding
from kb.texts.caring import Caring
from kb.texts.collecting import Collecting
from kb.texts.comparing import Comparing
from kb.texts.examining import Examining
from kb.texts.helping import Helping
from kb.texts.signing_in import SigningIn
from kb.texts.standing import Standing
from kb.texts.website import Website
from kb.texts.worklists import Worklists


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The interface in one language.

    Names in braces are filled with `str.format`; both languages have the same ones. `kinds`,
    `text_kinds` and `topics` name facet values; one without a name is shown as it is. `builtin`
    translates Streamlit's own strings, as far as readers meet them.
    """

    language: str
    language_name: str

    # frame
    product: str
    description: str
    loading: str
    needs_javascript: str
    nav: str
    nav_search: str
    nav_library: str
    nav_staff: str
    staff_title: str
    staff_ways: Mapping[str, str]
    staff_ways_help: Mapping[str, str]
    staff_waiting_one: str
    staff_waiting: str
    staff_damage: str
    staff_only: str
    no_advice: str
    contact: str
    imprint: str
    privacy: str
    months: tuple[str, ...]
    a_day: str
    a_moment: str
    thousands: str
    decimal: str

    # start
    start_title: str
    topics_title: str
    topic_queries: Mapping[str, str]
    search_label: str
    search_placeholder: str
    examples_title: str
    examples: tuple[str, ...]
    newest_title: str
    all_publications: str
    stock: str
    nothing_here_title: str
    nothing_here: str

    # results
    results_title: str
    pages_none: str
    pages_one: str
    pages_many: str
    understood: str
    understood_fields: Mapping[str, str]
    read_as: Mapping[str, str]
    read_as_german: str
    read_by_itself: str
    searched_in_german: str
    guessed_in_german: str
    not_understood: str
    without_meaning: Mapping[str, str]
    did_you_mean: str
    completions: str
    similar_only: str
    law_today: str
    law_today_unsure: str
    law_former: str
    law_both: str
    also_searched: str
    not_searched: str
    synonym_off: str
    synonym_on: str
    definition: str
    definition_full: str
    definition_more: str
    definition_law: str
    definition_law_former: str
    definition_since: str
    definition_see_also: str
    definition_confusions: str
    definition_search: str
    definition_unchecked: str
    why: str
    ways: Mapping[str, str]
    found_by_meaning: str
    printed_page: str
    pdf_page: str
    printed_and_pdf_page: str
    law_as_of: str
    older_edition: str
    newer_edition: str
    found_by: str
    no_hits_title: str
    no_hits_tips: tuple[str, ...]
    no_hits_filters: str
    no_hits_looser: str
    no_hits_topics: str
    no_hits_ask: str
    pagination: str
    previous_results: str
    next_results: str
    results_page: str
    filters: str
    filters_count: str
    reset_filters: str
    remove_filter: str
    filters_done: str
    filter_counts: str
    all_values: str
    all_of_publication: str
    all_of_kind: str
    view: str
    view_flat: str
    view_grouped: str
    facets: Mapping[str, str]
    kinds: Mapping[str, str]
    text_kinds: Mapping[str, str]
    topics: Mapping[str, str]
    sort: str
    sort_relevance: str
    sort_year: str

    # reading
    reading_title: str
    reading_page_title: str
    whole_page_text: str
    no_text: str
    page_image: str
    image_alt: str
    similar_title: str
    similar_to: str
    similar_to_title: str
    similar_none: str
    image_large: str
    close: str
    image_missing: str
    previous_page: str
    next_page: str
    previous_hit: str
    next_hit: str
    hit_counter: str
    hits_in_publication: str
    open_pdf: str
    copy_passage: str
    copy_link: str
    copy_citation: str
    copied: str
    today_title_one: str
    today_title_many: str
    today_is: str
    today_changed: str
    today_since: str
    today_more: str
    today_short: str
    newer_place: str
    print: str
    printed_from: str
    zoom_in: str
    zoom_out: str
    inside_title: str
    inside_label: str
    inside_search: str
    inside_none: str
    inside_back: str
    gone_title: str
    gone: str
    gone_publication: str

    # kept passages
    nav_kept: str
    keep: str
    kept: str
    kept_title: str
    kept_private: str
    kept_none: str
    kept_how: str
    kept_note: str
    kept_note_hint: str
    kept_up: str
    kept_down: str
    kept_remove: str
    kept_removed: str
    kept_undo: str
    kept_clear: str
    kept_cleared: str
    kept_copy_link: str
    kept_link_hint: str
    kept_full: str
    kept_not_stored: str
    kept_moved: str
    kept_shared_title: str
    kept_shared: str
    kept_take_over: str
    kept_to_own: str
    kept_gone: str

    # library
    library_title: str
    library_intro: str
    edition: str
    page_count: str
    page_count_one: str
    contents: str
    no_contents: str
    read: str
    search_inside: str

    # when something is not as it should be
    unknown_place_title: str
    unknown_place: str
    to_search: str
    trouble_title: str
    trouble: str
    try_again: str
    no_uploads: str
    errors: Mapping[str, str]
    reasons: Mapping[str, str]

    builtin: Mapping[str, str]

    # for people who sign in; a module each
    signing_in: SigningIn
    standing: Standing
    accounts: Accounts
    adding: Adding
    caring: Caring
    collecting: Collecting
    comparing: Comparing
    examining: Examining
    helping: Helping
    worklists: Worklists

    # on the association's website
    website: Website

    def number(self, value: int) -> str:
        """A count as people of this language write it: 1.234 or 1,234."""
        return f"{value:,}".replace(",", self.thousands)

    def counted(self, count: int, none: str, one: str, many: str) -> str:
        """The sentence for a number of things; `count` is filled into `many`."""
        return many.format(count=self.number(count)) if count > 1 else (none, one)[max(count, 0)]

    def page_place(self, label: str, pdf_page: int) -> str:
        """Where a page stands: "S. 12 (PDF-Seite 17)", or the PDF page if no number is printed."""
        if not label:
            return self.pdf_page.format(page=pdf_page)
        if label == str(pdf_page):
            return self.printed_page.format(label=label)
        return self.printed_and_pdf_page.format(label=label, page=pdf_page)

    def month(self, iso: str) -> str:
        """An ISO year-month ("2026-03") as people write it here; anything else as it is."""
        year, _, month = iso.partition("-")
        name = self.months[int(month) - 1] if month.isdigit() and 1 <= int(month) <= 12 else ""
        return f"{name} {year}" if name else iso

    def day(self, when: date) -> str:
        """A day as people write it: 3. März 2026 or 3 March 2026."""
        return self.a_day.format(day=when.day, month=self.months[when.month - 1], year=when.year)

    def moment(self, when: datetime) -> str:
        """A day and the time of it where the server stands."""
        here = when.astimezone()
        return self.a_moment.format(day=self.day(here), time=f"{here:%H:%M}")

    def error(self, error: KbError) -> str:
        """What an error says to a reader of this language."""
        values = dict(error.data)
        code = values.get("outcome") or values.get("reason")  # the reason itself is for the log
        values["reason"] = self.reasons.get(str(code), "")
        return self.errors.get(error.code, self.trouble).format(**values)
