"""Words of columns that no draw may read, in languages but Chinese, and what they are about."""

from __future__ import annotations

SCORE, FAMILY, FAVOUR = "score", "family", "favour"
FORBIDDEN = "forbidden"
"""What a policy forbids beside them."""
KINDS = (SCORE, FAMILY, FAVOUR)
"""What no draw reads, whatever the policy; its `sections` answer them."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


ENGLISH = {
    SCORE: _words("""
score scores scoring mark marks rank ranks ranking gpa exam exams examination examinations test
tests testing assessment assessments percentile centile decile quintile tertile iq grades
results quiz quizzes ability abilities attainment attainer achievement achiever underachiever
underachieving aptitude stanine sten academics sat sats psat naplan naep pisa pirls timss lexile
dra dibels cat4 cogat wisc midyis yellis pips incas nwea rit zpd staar sbac parcc iready aimsweb
acadience eyfsp gld gcse igcse phonics reading writing spelling comprehension vocabulary fluency
wpm numeracy arithmetic algebra literacy maths math mathematics science physics chemistry
performance proficiency proficient progress rating ratings benchmark baseline diagnostic gifted
talented honours honors predicted merit merits valedictorian psle upsr hkdse iseb wiat hpa mpa lpa
sba fcat tcap isat mcas njsla kprep pssa eog eoc atos fountas mtss hicap aig ela spag exs wts pag
aps fft fftd ngrt ngst swrt wrat yarc rwi rwinc salford bracken rba elg mtc olsat nnat woodcock itbs
icas atar effort conduct attitude atl nmm eq hap
"""),
    FAMILY: _words("""
occupation occupations employer employers employment income incomes salary wage wages job jobs
profession professions workplace wealth earnings
"""),
    FAVOUR: _words("""
favour favor favours favors favoured favored vip connections donor donors donation donations
sponsor sponsors recommended recommendation alumni influence
"""),
}  # fmt: skip
"""Tokens that forbid an English header."""

ENGLISH_WHOLE = {
    SCORE: _words(
        "map total average avg aggregate credits points academic cats quartile ks eyfs rti gt gate "
        "not hml selective fsa sol"
    ),
    FAMILY: frozenset[str](),
    FAVOUR: frozenset[str](),
}
"""Tokens that forbid a header only when they are all of it."""

ENGLISH_PAIRS = {
    SCORE: _phrases("""
grade point, exam result, test result, final grade, letter grade, average grade, overall grade,
end grade, year grade, report grade, term grade, semester grade, target grade, effort grade,
conduct grade, attendance grade, class rank, class position, position in class, teacher judgement,
teacher judgment, teacher recommendation, teacher evaluation, working at, working level,
map growth, map test, cat 4, i ready, ar level, behaviour points, behavior points,
teacher opinion, teacher est, book level, bug club, times table, times tables, rti tier,
note finale, star level, star result, academic level, academic band, academic standing,
academic average, academic group, academic set, ability band, english level, english grade,
skill level, skills level, learning level, learning band, running record, words per minute,
sight words, letter recognition, number sense, common entrance, eleven plus, book band,
class average, class avg, running records, fountas pinnell, f p level, fp level, more able,
most able, less able, high flyer, high flier, low ability, honor roll, honour roll, g t,
overall average, cumulative average, average mark, total points, niveau scolaire,
niveau de lecture, nivel de lectura, nivel academico, diem thi, diem so, hoc luc, xep loai
"""),
    FAMILY: _phrases("""
job title, work unit, parent post, father post, mother post, place of work, ns sec, social class
"""),
    FAVOUR: _phrases("""
staff child, staff children, staff kid, teacher child, teachers child, child of staff,
child of teacher, leader child, leaders child, child of leader, relation to staff,
relation to teacher, relation to principal, governor child, pta member, board member,
priority family, who asked, special request from, principal list, vitamin b, teacher kid,
recommended by, referred by, introduced by
"""),
}  # fmt: skip
"""Runs of tokens that forbid an English header."""

_CHECKUPS = "eye hearing vision sight blood covid pcr tb allergy dna medical physical dental health"
ENGLISH_ALLOWED = (
    *("low income", "exam number", "exam no", "exam id", "exam room", "exam access", "exam seat"),
    *("test site", "test centre", "test center", "star sign"),
    *(
        f"{area} {part}"
        for area in ("imd", "idaci", "deprivation")
        for part in ("decile", "quintile")
    ),
    *("needs assessment", "risk assessment", "social assessment", "assessment of need"),
    *("birth mark", "birth marks", "distinguishing marks", "identifying marks", "skin marks"),
    *("relation to pupil", "relation to student", "relation to child", "job share"),
    *(
        f"{checkup} {word}"
        for checkup in _CHECKUPS.split()
        for word in (
            "test results",
            "test",
            "tests",
            "exam",
            "examination",
            "assessment",
            "results",
        )
    ),
    *(
        f"{subject} {word}"
        for subject in ("reading", "writing", "science", "maths", "math", "mathematics", "spelling")
        for word in (
            *("glasses", "spectacles", "buddy", "buddies", "partner", "lab", "teacher", "tutor"),
            *("club", "room", "corner", "book", "bag", "helper", "volunteer", "week", "day"),
        )
    ),
)
"""Runs of tokens that are taken out of a header before it is judged."""

TOKENS = {
    SCORE: _words("""
noten notenschnitt zensur zensuren zeugnis durchschnitt leistung leistungen leistungsstand
leistungsniveau leistungsgruppe leistungsstufe lernstand lernstufe kompetenzstufe sprachstand
einstufung punktzahl punkte mathe mathematik rechnen lesen schreiben rechtschreibung lesestufe
lesekompetenz leseniveau lesetest begabung begabt prufung prufungen klassenarbeit cijfer cijfers
toets toetsen rapport cito moyenne bulletin classement resultat resultats evaluation evaluations
maths lecture dictee nota notas calificacion calificaciones puntaje puntajes puntuacion promedio
rendimiento evaluacion examen examenes matematicas lectura desempenho avaliacao voto voti
punteggio pagella valutazione matematica puan puani sinav ortalama notu basari ocena oceny wynik
wyniki srednia znamka znamky nilai rapor markah gred peringkat
ortalamasi karne diem schnitt niveau ubertritt lernstandserhebung
"""),
    FAMILY: _words("""
beruf arbeitgeber einkommen gehalt metier emploi employeur revenu revenus salaire ocupacion
profesion ingresos salario empleo profissao renda professione reddito meslek gelir zawod dochod
"""),
    FAVOUR: _words("""
empfohlen empfehlung recommandation recomendado beziehung piston enchufe
"""),
}  # fmt: skip
"""Words of other languages in Latin letters, without their accents."""

PARTS = {
    SCORE: _phrases("""
оценк, балл, успеваемост, рейтинг, экзамен, контрольная, отметк, уровень знаний, уровень чтения,
техника чтения, математика, бағасы, ұпай, درجة, درجات, الدرجات, علامات, معدل, نتيجة, نتائج,
اختبار, امتحان, المستوى الدراسي, تحصيل, نومۇر, نەتىجە, ئىمتىھان, نمره, نمرات, प्राप्तांक, परीक्षा,
प्रतिशत, परिणाम, कुल अंक, रैंक, คะแนน, เกรด, สอบ, 点数, 得点, 偏差値, 評定, 評価, 順位, 学力,
内申, 通知表, テスト, 試験, 模試, 席次, 合計点, 성적, 점수, 등급, 석차, 시험, 평가, 내신, 학력,
수능, 총점, 평균, 학업, العلامة, التقدير, باھا, دەرىجە
"""),
    FAMILY: _phrases("""
профессия, место работы, должность, доход, зарплат, مهنة, وظيفة, الدخل, व्यवसाय, 勤務先, 年収,
職業, 직업, 직장, 소득
"""),
    FAVOUR: _phrases("""
по знакомству, блат, связи, واسطة, 추천인, 청탁, コネ, 紹介者, 推薦者
"""),
}  # fmt: skip
"""Words in other scripts, wherever they stand in a header."""
