"""What was sealed, and the fingerprint to be read aloud: of a roster, or of a batch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.before_draw_sentences import seeds_sentence, steering_sentence
from balance_classes.domain.result.first_sentence import LOOK, NEXT
from balance_classes.domain.result.policy_departures import policy_sentences, unnamed_policy
from balance_classes.domain.seed_words import givers_of
from balance_classes.files.evidence.seal import BATCH_SEAL
from balance_classes.language import Either, Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer
from balance_classes.rendering.json_draw_answers import Committed, Sealed, SealedBatch
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.workflows.batch.seal_batch import SealBatchResult
from balance_classes.workflows.draw.commit import Commitment
from balance_classes.workflows.draw.seal import SealResult

MOST_CODES = 20
"""So many codes of schools are told on a terminal; JSON has them all."""


def show_commitment(made: Commitment, language: Language, *, as_json: bool) -> None:
    """Print what a giver keeps to himself, and what he hands in before the seal."""
    if as_json:
        body: Committed = {
            "giver": made.giver,
            "words": made.words,
            "commitment": made.fingerprint,
        }
        print_answer(body)
        return
    say, values = language.say, {"giver": made.giver, "commitment": made.fingerprint}
    print_line(
        say(Text("Your words, to be kept from everybody until the draw: {words}", words=made.words))
    )
    print_line(say(Text("Hand in before the seal: {commitment}", **values)))
    option = Either(
        en=f"--giver '{made.giver}=commit {made.fingerprint}'",
        zh=f"--giver '{made.giver}=承诺 {made.fingerprint}'",
    )
    print_line(say(Text("It is sealed with {option}", option=option)))


def show_sealed(result: SealResult | SealBatchResult, *, as_json: bool) -> None:
    """Print what was sealed."""
    if isinstance(result, SealBatchResult):
        _show_batch(result, as_json=as_json)
    else:
        _show_roster(result, as_json=as_json)


def _show_roster(sealed: SealResult, *, as_json: bool) -> None:
    """Print the fingerprint to be read aloud and posted, and what to do next."""
    if as_json:
        print_answer(sealed_body(sealed))
        return
    say, fixed = sealed.language.say, sealed.seal.fixed
    values = {"students": fixed.students, "classes": len(fixed.classes)}
    told = Text("Sealed: {students} students, {classes} classes.", **values)
    print_line(say(told), style="bold")
    unnamed = unnamed_policy(fixed.rules.policy, named=sealed.policy_named)
    print_section(say(LOOK), map(say, unnamed))
    print()
    print_line(say(Text("Fingerprint of the seal, to be read aloud and posted:")), style="bold")
    print(f"  {fingerprint(sealed.seal.fixed_digest)}")
    print_section(say(Text("What was sealed")), map(say, _sealed_sentences(sealed)))
    files = [Text("Seal: {path}", path=sealed.path)]
    if sealed.sheet:
        files.append(Text("Sheet to print and post: {path}", path=sealed.sheet))
    files.append(Text("Ledger: {path}, line {line}", path=sealed.ledger, line=sealed.line))
    print_section(say(Text("Files")), map(say, files))
    draw = Text("Draw with balance-classes assign … --sealed {path} --ask-seed", path=sealed.path)
    print_section(say(NEXT), [say(draw)])
    if sealed.drawn:
        drawn = Text(
            "This roster was drawn already (draw {draw}). A draw by this seal would replace that "
            'one, and be shown so in public: assign --sealed … --redraw --reason "why".',
            draw=sealed.drawn,
        )
        print(say(drawn), file=sys.stderr)


def _sealed_sentences(sealed: SealResult) -> Iterator[Text]:
    """Yield by which policy it is drawn, who gives the seed, and what trial draws said."""
    fixed = sealed.seal.fixed
    yield policy_sentences(fixed.rules.policy)[0]
    if fixed.givers:
        givers = tuple(giver.told() for giver in givers_of(fixed.givers))
        yield Text("Givers of the seed, in this order: {givers}.", givers=givers)
    yield seeds_sentence(fixed.givers)
    yield steering_sentence(fixed.steering)
    if fixed.seed_source:
        yield Text("How the seed is obtained: {source}.", source=fixed.seed_source)


def sealed_body(sealed: SealResult) -> Sealed:
    """Return the seal as scripts read it."""
    return {
        "fingerprint": fingerprint(sealed.seal.fixed_digest),
        "file": str(sealed.path),
        "sheet": str(sealed.sheet) if sealed.sheet else None,
        "ledger": {"file": str(sealed.ledger), "line": sealed.line},
        "drawn": sealed.drawn,
        "seal": sealed.seal.plain(),
    }


def _show_batch(result: SealBatchResult, *, as_json: bool) -> None:
    """Print the fingerprint of a sealed batch, or what keeps it from being sealed."""
    language, seal = result.language, result.seal
    if as_json:
        body: SealedBatch = {
            "folder": str(result.folder),
            "schools": result.schools,
            "fingerprint": fingerprint(seal.digest) if seal else None,
            "drawn": list(result.drawn),
        }
        told = (*result.idle_workers, *result.findings)
        findings = [finding_answer(finding, language) for finding in told]
        print_answer(body, exit_code=result.exit_code, findings=findings)
        return
    for finding in (*result.idle_workers, *result.findings):
        print(language.say(finding.told), file=sys.stderr)
    if seal is None:
        print(language.say(Text("The batch is not sealed.")), file=sys.stderr)
        return
    say, sheet = language.say, (result.folder / BATCH_SEAL).with_suffix(".html")
    print_line(say(Text("Sealed schools: {count}.", count=result.schools)), style="bold")
    posted = Text("Fingerprint of the batch's seal: {seal}.", seal=fingerprint(seal.digest))
    print_line(say(posted))
    files = (
        Text("Seal: {path}", path=result.folder),
        Text("Sheet to print and post: {path}", path=sheet),
    )
    print_section(say(Text("Files")), map(say, files))
    if result.drawn:
        drawn = Text(
            "Drawn already: {codes}. Draws by this seal would replace those, and be shown so in "
            'public: batch --seals … --redraw-school CODE --reason "why".',
            codes=_codes(result.drawn),
        )
        print(language.say(drawn), file=sys.stderr)


def _codes(codes: Sequence[str]) -> tuple[Text | str, ...]:
    """Return codes of schools, of very many the first alone."""
    more = len(codes) - MOST_CODES
    if more <= 0:
        return tuple(codes)
    return (*codes[:MOST_CODES], Text("and {count} more", count=more))
