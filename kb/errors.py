"""Everything that can go wrong, each as one sentence: which file, what is wrong, what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar


class KbError(Exception):
    """Base of all errors a person may meet.

    `code` names the kind, `data` holds the values of its sentence: `kb.texts` has the same sentence
    in every language of the interface under `error.<code>`; `str(error)` is the English one.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, **data: object) -> None:
        self.data: Mapping[str, object] = data
        super().__init__(self.sentence.format(**data))


class UnreadablePdf(KbError):
    """A PDF from which no page can be had; `outcome` is a `kb.model.Outcome`, if it is one."""

    code = "unreadable_pdf"
    sentence = "{file}: not taken in ({reason}). {advice}"

    def __init__(self, path: Path, reason: str, advice: str = "", outcome: str = "") -> None:
        super().__init__(file=path.name, reason=reason, advice=advice, outcome=outcome or reason)

    @property
    def reason(self) -> str:
        """Why; see above."""
        return str(self.data["reason"])


class NotRead(KbError):
    """A file in `documents/` that no ingest has read so far."""

    code = "not_read"
    sentence = "{file} has not been read yet. Run 'kb ingest'."

    def __init__(self, path: Path) -> None:
        super().__init__(file=path.name)


class RecognitionMissing(KbError):
    """A program that text recognition needs is not installed; `missing` is its name."""

    code = "recognition_missing"
    sentence = "Text recognition needs {missing}. Install it with: {command}"

    def __init__(self, missing: str, command: str) -> None:
        super().__init__(missing=missing, command=command)


class NotRecognised(KbError):
    """A scan whose text could not be recognised; the file itself is as it was."""

    code = "not_recognised"
    sentence = "{file}: its text could not be recognised ({why})."

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(file=path.name, why=why)


class ReaderUnavailable(KbError):
    """The process that reads PDFs does not start at all; it is not the file's fault."""

    code = "reader_unavailable"
    sentence = "PDFs cannot be read: '{python} -m kb.extract.child' does not start. Install again."

    def __init__(self, python: str) -> None:
        super().__init__(python=python)


class BadRecord(KbError):
    """A record in `documents/` that cannot be used; the others go on without it."""

    code = "bad_record"
    sentence = "{file}: field '{field}': {expected}"

    def __init__(self, path: Path, field: str, expected: str) -> None:
        super().__init__(file=path.name, field=field, expected=expected)


class BadGlossaryLine(KbError):
    """A line of a glossary that cannot be used; the others count. `line` is from 1, 0 for all.

    `reason` names the kind of slip, "glossary_…", for `kb.texts`.
    """

    code = "bad_glossary_line"
    sentence = "{file}, line {line}: {expected}"

    def __init__(self, path: Path, line: int, expected: str, reason: str = "") -> None:
        super().__init__(file=path.name, line=line, expected=expected, reason=reason)


class BadSetting(KbError):
    """A `KB_*` variable or option whose value cannot be used."""

    code = "bad_setting"
    sentence = "{name}={value!r}: {expected}"

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(name=name, value=value, expected=expected)


class FileTaken(KbError):
    """A PDF whose name another file in `documents/` already has."""

    code = "file_taken"
    sentence = "{file}: documents/ holds another file of this name. Rename it, or replace that one."

    def __init__(self, path: Path) -> None:
        super().__init__(file=path.name)


class DuplicateFile(KbError):
    """A PDF in `documents/` that is there already under another name; it is searched once."""

    code = "duplicate_file"
    sentence = "{file}: the same file as {other}, which is already here. Delete one of the two."

    def __init__(self, path: Path, other: Path) -> None:
        super().__init__(file=path.name, other=other.name)


class NotInTrash(KbError):
    """A publication that somebody else has restored or deleted meanwhile."""

    code = "not_in_trash"
    sentence = "'{name}' is not in documents/trash/ any more. Somebody has restored or deleted it."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ChangedMeanwhile(KbError):
    """What somebody wants to save was changed by another since they began."""

    code = "changed_meanwhile"
    sentence = "{name} was changed by somebody else meanwhile; nothing was saved. Look at it again."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class FileTooLarge(KbError):
    """A file that is larger than anything that will be read."""

    code = "file_too_large"
    sentence = "{file}: larger than {megabytes} MB. Save it with smaller pictures."

    def __init__(self, name: str, largest: int) -> None:
        super().__init__(file=name, megabytes=largest // 1_000_000)


class FolderNotWritable(KbError):
    """A folder that must be written cannot be, or the disk under it is full."""

    code = "folder_not_writable"
    sentence = "{folder}: cannot be written ({reason}). Check its permissions and the free space."

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(folder=str(folder), reason=reason)


class ListBegunAnew(KbError):
    """A list in `index/` was damaged and is a new one now; what it said is found again."""

    code = "list_begun_anew"
    sentence = "{file} was damaged and has been begun anew. Nothing is lost; try again."

    def __init__(self, path: Path) -> None:
        super().__init__(file=path.name)


class IngestRunning(KbError):
    """Another ingest holds the lock; it will take in what this one would have."""

    code = "ingest_running"
    sentence = "Another ingest is running on {folder}; wait for it or stop it, then start again."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=str(folder))


class NoIndex(KbError):
    """Nothing has been ingested yet, or no generation on disk can be read."""

    code = "no_index"
    sentence = "{folder}: no usable index. Run 'kb ingest'."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=str(folder))


class SearchAway(KbError):
    """The servers that search do not answer, or not with all they hold."""

    code = "search_away"
    sentence = "The search servers do not answer. Check KB_OPENSEARCH and the cluster's health."


class SearchRefused(KbError):
    """The servers that search are there and will not do what they are asked; `reason` is why."""

    code = "search_refused"
    sentence = (
        "The search servers cannot be used ({reason}). Check KB_OPENSEARCH_USER, its rights and "
        "KB_OPENSEARCH_CA."
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class DamagedIndex(KbError):
    """A generation on disk is not what was written; an older one serves if there is one."""

    code = "damaged_index"
    sentence = (
        "{folder} is damaged ({reason}); an older index serves. Run 'kb ingest' to repair it."
    )

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(folder=str(folder), reason=reason)


class BadBackup(KbError):
    """A backup that cannot be restored; nothing was changed."""

    code = "bad_backup"
    sentence = "{file}: cannot be restored: {what}. Nothing was changed; take another backup."

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(file=path.name, what=what)


class FolderNotEmpty(KbError):
    """A restore would mix what is there with what was saved."""

    code = "folder_not_empty"
    sentence = "{folder} is not empty. Restore into an empty home: kb --home FOLDER restore FILE."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=str(folder))


class DamagedDesk(KbError):
    """The file of accounts and collections is no longer a database."""

    code = "damaged_desk"
    sentence = (
        "{file} is damaged ({reason}). Restore the last backup into an empty folder: "
        "kb --home FOLDER restore FILE."
    )

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(file=path.name, reason=reason)


class NewerDesk(KbError):
    """Accounts and collections were written by a newer version of this program."""

    code = "newer_desk"
    sentence = "{file} was written by a newer version of this program. Install that version."

    def __init__(self, name: str) -> None:
        super().__init__(file=name)


class DeskAway(KbError):
    """The server with accounts and collections does not answer, or will not do its work."""

    code = "desk_away"
    sentence = (
        "The database of accounts and collections cannot be used ({reason}). Check KB_DATABASE, "
        "the server and this program's rights there."
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class DeskNotEmpty(KbError):
    """A restore would mix accounts that are there with those that were saved."""

    code = "desk_not_empty"
    sentence = "The database of KB_DATABASE holds accounts already. Restore into an empty one."


class AccountNotFound(KbError):
    """A name that nobody signs in with."""

    code = "account_not_found"
    sentence = "Nobody signs in with the name {name!r}."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoChecklists(KbError):
    """A collection from which no appointment sheet can be made."""

    code = "no_checklists"
    sentence = "Nothing in this collection holds a checklist. Add a page with one."


class CollectionNotFound(KbError):
    """A number that names no collection this account may see, or may change."""

    code = "collection_not_found"
    sentence = "There is no collection {number} that you may open or change."

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class BadName(KbError):
    """A name for an account that cannot be used."""

    code = "bad_name"
    sentence = "A name has 1 to {longest} characters, none of them invisible."

    def __init__(self, longest: int) -> None:
        super().__init__(longest=longest)


class NameTaken(KbError):
    """Another account has the name, perhaps in another case."""

    code = "name_taken"
    sentence = "There is an account '{name}' already. Choose another name."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoAccount(KbError):
    """No account has the name."""

    code = "no_account"
    sentence = "There is no account '{name}'. 'kb user list' shows those there are."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class SignInNeeded(KbError):
    """Nobody is signed in, and this home is only for people who are."""

    code = "sign_in_needed"
    sentence = "Please sign in."


class SignInFailed(KbError):
    """The association's own server did not vouch for somebody; `reason` is for the log."""

    code = "sign_in_failed"
    sentence = "Signing in with the association failed ({reason})."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NoRole(KbError):
    """The association's own server knows somebody, but not with a role that means anything here."""

    code = "no_role"
    sentence = "This account has no role here."


class LastStaff(KbError):
    """A change that would leave nobody who may add accounts."""

    code = "last_staff"
    sentence = "This is the last account with the role staff. Make another one first."


class WeakPassword(KbError):
    """A password that is short, or one that others would try first."""

    code = "weak_password"
    sentence = (
        "A password has at least {shortest} characters, at least five of them different, "
        "and does not contain the name."
    )

    def __init__(self, shortest: int) -> None:
        super().__init__(shortest=shortest)


class TooManyRequests(KbError):
    """A program that asks more often than it may; `seconds` until it is answered again."""

    code = "too_many_requests"
    sentence = "Too many requests. Please try again in {seconds} seconds."

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)


class PageNotFound(KbError):
    """A page key that names no page the reader may see."""

    code = "page_not_found"
    sentence = "There is no page {key}."

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class PageNotDrawn(KbError):
    """A page image that could not be made; its text and the PDF itself remain."""

    code = "page_not_drawn"
    sentence = "{file}, PDF page {page}: the image could not be drawn ({reason})."

    def __init__(self, path: Path, page: int, reason: str) -> None:
        super().__init__(file=path.name, page=page, reason=reason)


def recalled(code: str, data: Mapping[str, object]) -> KbError:
    """An error from its code and data, as it was before it was written down.

    Raises KeyError where a value of its sentence is missing.
    """
    kind = next((kind for kind in KbError.__subclasses__() if kind.code == code), KbError)
    error = kind.__new__(kind)
    KbError.__init__(error, **data)
    return error
