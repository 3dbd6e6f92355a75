"""Results, publications and pages as JSON, for programs: `kb search --json` and the app's API."""

from collections.abc import Mapping, Sequence

from kb.model import Hit, Page, Publication, Results

Json = Mapping[str, object]


def hit(found: Hit) -> Json:
    """One hit. `marks` and `explain` are those on the screen; offsets count characters."""
    return {
        "key": str(found.page.key),
        "publication": found.publication.id,
        "edition": found.edition.label,
        "title": found.publication.title,
        "pdf_page": found.page.key.pdf_page,
        "label": found.page.label,
        "section": list(found.section),
        "law_as_of": found.edition.law_as_of,
        "current": found.edition.is_current,
        "score": round(found.score, 4),
        "snippet": {
            "text": found.snippet.text,
            "marks": [[span.start, span.end] for span in found.snippet.marks],
        },
        "terms": [[t.other, t.german] for t in found.terms],
        "explain": [
            {"asked": r.asked, "found": r.found, "way": r.way.value} for r in found.reasons
        ],
    }


def results(found: Results) -> Json:
    """A whole answer."""
    return {
        "total": found.total,
        "language": found.language,
        "hits": [hit(one) for one in found.hits],
        "facets": {name: dict(counts) for name, counts in found.facets.items()},
        "suggestions": list(found.suggestions),
    }


def publications(found: Sequence[Publication]) -> Json:
    """What can be searched, editions newest first."""
    return {
        "publications": [
            {
                "publication": one.id,
                "title": one.title,
                "publisher": one.publisher,
                "kind": one.kind.value,
                "topics": list(one.topics),
                "audience": list(one.audience),
                "language": one.language,
                "editions": [
                    {
                        "edition": edition.label,
                        "year": edition.year,
                        "law_as_of": edition.law_as_of,
                        "superseded_by": edition.superseded_by,
                    }
                    for edition in one.editions
                ],
            }
            for one in found
        ]
    }


def page(found: Page) -> Json:
    """One page with its text."""
    return {
        "key": str(found.key),
        "label": found.label,
        "pdf_page": found.key.pdf_page,
        "section": list(found.section_at(0)),
        "text": found.text,
    }
