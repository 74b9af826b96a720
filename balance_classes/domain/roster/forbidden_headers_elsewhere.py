"""Words of other languages for columns that no draw may read, and what they are about."""

from __future__ import annotations

from balance_classes.domain.roster.forbidden_kinds import FAMILY, FAVOUR, SCORE

_SCORES = """
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
"""
_FAMILIES = """
beruf arbeitgeber einkommen gehalt metier emploi employeur revenu revenus salaire ocupacion
profesion ingresos salario empleo profissao renda professione reddito meslek gelir zawod dochod
"""
_FAVOURS = """
empfohlen empfehlung recommandation recomendado beziehung piston enchufe
"""
TOKENS = {
    SCORE: frozenset(_SCORES.split()),
    FAMILY: frozenset(_FAMILIES.split()),
    FAVOUR: frozenset(_FAVOURS.split()),
}
"""Words in Latin letters, without their accents."""

PARTS = {
    SCORE: (
        # Russian, Kazakh
        *("оценк", "балл", "успеваемост", "рейтинг", "экзамен", "контрольная", "отметк"),
        *("уровень знаний", "уровень чтения", "техника чтения", "математика", "бағасы", "ұпай"),
        # Arabic, Uyghur, Persian, Urdu
        *("درجة", "درجات", "الدرجات", "علامات", "معدل", "نتيجة", "نتائج", "اختبار", "امتحان"),
        *("المستوى الدراسي", "تحصيل", "نومۇر", "نەتىجە", "ئىمتىھان", "نمره", "نمرات"),
        # Hindi, Thai
        *("प्राप्तांक", "परीक्षा", "प्रतिशत", "परिणाम", "कुल अंक", "रैंक", "คะแนน", "เกรด", "สอบ"),
        # Japanese, Korean
        *(
            "点数",
            "得点",
            "偏差値",
            "評定",
            "評価",
            "順位",
            "学力",
            "内申",
            "通知表",
            "テスト",
            "試験",
            *("模試", "席次", "合計点"),
        ),
        *(
            "성적",
            "점수",
            "등급",
            "석차",
            "시험",
            "평가",
            "내신",
            "학력",
            "수능",
            "총점",
            "평균",
            "학업",
        ),
        *("العلامة", "التقدير", "باھا", "دەرىجە"),
    ),
    FAMILY: (
        *("профессия", "место работы", "должность", "доход", "зарплат", "مهنة", "وظيفة"),
        *("الدخل", "व्यवसाय", "勤務先", "年収", "職業", "직업", "직장", "소득"),
    ),
    FAVOUR: (
        "по знакомству",
        "блат",
        "связи",
        "واسطة",
        "추천인",
        "청탁",
        "コネ",
        "紹介者",
        "推薦者",
    ),
}
"""Words in other scripts, wherever they stand in a header."""
