from __future__ import annotations

import pytest

from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.forbidden_words import FAMILY, FAVOUR, SCORE
from balance_classes.files.roster.fields import declared_fields

SCORES = """
    成绩 分数 总分 名次 排名 测评 考试成绩 语文成绩 期末总分 小升初总分 班级排名 年级名次 入学测试
    数学 语文 摸底考试 综合评分 平均分 学业水平 score Score reading_score maths-score MathScore rank
    GPA marks exam_result class_rank grade_point test_results percentile exam_2023
    Grade_Point_Average
    优生 学困生 尖子生 分层 学业分层 档次 成绩段次 赋分 T分 前测 识字量 面试等级 面试情况 分数段
    培优 后进生 是否学困生 学习能力 教师评价 英语水平 阅读等级 标准分 SAT NAPLAN Lexile DRA Reading
    Noten Leistung DRA_level sat_verbal naplan_numeracy CAT4 ReadingLevel maths_level Gifted
    学业等第 期末 期中考试 月考总分 识字情况 听写 口算 阅读力 中等生 学习习惯 学情分析 星级
    综合评价 普通话等级 百分位
    學業等級 優生 檔次 評價 聽寫 入学分班考 班级排名 幼小衔接测评 智力等级 操行等第 中考 模考
    尖子班意向 是否优秀
    Deutschnote Mathenote Gesamtnote Notendurchschnitt Leistungsstufe Lernstand Lesestufe Zensur
    Punktzahl
    Moyenne Évaluation Résultats Calificación Promedio Puntuación Avaliação Punteggio Sınav Ocena
    Cijfer
    оценка Баллы Рейтинг Успеваемость 点数 偏差値 学力テスト 성적 점수 내신등급 الدرجات معدل
    امتحان نەتىجە प्राप्तांक परीक्षा
    综评 班排 级排 三科总 重点班 火箭班 学霸 入学测 平时分 CogAT NWEA DIBELS STAAR OLSAT SPaG
    KS2_APS Gymnasialempfehlung Übertrittsnote Sprachniveau 模試 席次 수능 총점 ЕНТ
    Үнэлгээ үлгерім Karne Điểm
    Total Average GCSE WISC Sten Decile Stanine Baseline Fluency Comprehension Phonics Percentile
"""
SCORES_OF_WORDS = [
    "MAP RIT",
    "Maths level",
    "Overall grade",
    "Teacher rating",
    "Reading age",
    "Lexile measure",
    "NAPLAN band",
    "CAT4 mean",
    "Phonics check",
    "End of year grade point",
    "MAP growth",
    "iReady diagnostic",
    "Running record",
    "Words per minute",
    "Fountas & Pinnell",
    "Teacher judgement",
    "Position in class",
    "Term grade",
    "KS1 maths",
    "Star Reading result",
    "Prior attainment",
    "Niveau de lecture",
    "Điểm thi",
    "Xếp loại",
]
HARMLESS_WORDS = [
    "Reason",
    "Relation",
    "Reading glasses",
    "Maths teacher",
    "Team leader",
    "Year group",
    "Star sign",
    "Class teacher",
    "Remarks",
    "Relation to pupil",
    "Saturday club",
    "Home language",
    "Test site",
    "Reading Buddy",
    "Reading partner",
    "Science club",
    "Grade",
    "Grade level",
    "House points team",
    "Eye test",
    "Hearing test results",
    "Medical examination",
    "Needs assessment",
    "Identifying marks",
    "Allergy to cats",
    "Map of the way",
    "Exam access arrangements",
    "Key stage",
    "Average age of siblings",
    "درجة القرابة",
    "Erreichbar unter",
    "Klasse",
    "Hausnummer",
    "Bemerkung",
]
FAMILIES = """
    职务 父亲职务 工作单位 母亲工作单位 家庭年收入 月收入 父亲职业 occupation father_occupation
    employer household_income job JobTitle 行政级别 是否公务员 家庭房产 NS-SEC Social_class
"""
FAVOURS = """
    领导子女 教师子女 关系 关系户 favour vip 条子 批条 谁的关系 局领导关注 点招 共建单位 干部子女
    贵宾 Beziehung Alumni Board_member Teacher's_kid По_знакомству コネ 청탁
"""
HARMLESS = """
    是否低收入家庭 残疾等级 考号 准考证号 姓名 性别 民族 毕业学校 是否留守儿童 就读方式 户口性质
    是否享受一补 学号 学籍号 班级 家庭住址 联系电话 出生日期 同班 分开 指定班级 理由 与学生关系证明
    low_income exam_number grade class student_id name birth_date previous_school boarding scorecard
    contest leader_flag reason Relation remarks Landmarks 面试时间 残疾评定等级 分组 班级 分校区
    年级段 档案号 小学分班要求 入学分班建议 不得分开 平均分班 班级名称 学年名称 困难等级 残疾评级
    资助档次 健康等级 听力水平
    积分入学 中考报名号 初中考号 面试日期 数学老师 英语名字 英语老师 职业高中 核酸检测
    智力残疾等级 LA Local_authority студент документ 办学层级 House_points_team
    兴趣 特长 家庭住址 门牌号
"""


@pytest.mark.parametrize("header", SCORES.split())
def test_scores_are_known_by_word(header: str) -> None:
    assert forbidden_kind(header) == SCORE


@pytest.mark.parametrize("header", SCORES_OF_WORDS)
def test_scores_of_several_words_are_known(header: str) -> None:
    assert forbidden_kind(header) == SCORE


@pytest.mark.parametrize("header", HARMLESS_WORDS)
def test_words_that_only_look_alike_are_let_through(header: str) -> None:
    assert forbidden_kind(header) is None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("語文成績", SCORE),
        ("语文1", SCORE),
        ("期末语文", SCORE),
        ("testscore", SCORE),
        ("S_C_O_R_E", SCORE),
        ("sco\nre", SCORE),
        ("scóre", SCORE),
        ("父親職務", FAMILY),
        ("家长职位", FAMILY),
        ("教师子弟", FAVOUR),
        ("領導子女", FAVOUR),
    ],
)
def test_other_spellings_hide_nothing(header: str, kind: str) -> None:
    assert forbidden_kind(header) == kind


def test_no_declared_header_is_forbidden() -> None:
    declared = [header for field in declared_fields().values() for header in field.headers]
    assert [header for header in declared if forbidden_kind(header)] == []


@pytest.mark.parametrize("header", FAMILIES.split())
def test_parents_posts_and_income_are_known_by_word(header: str) -> None:
    assert forbidden_kind(header) == FAMILY


@pytest.mark.parametrize("header", FAVOURS.split())
def test_favours_are_known_by_word(header: str) -> None:
    assert forbidden_kind(header) == FAVOUR


@pytest.mark.parametrize("header", HARMLESS.split())
def test_words_that_only_look_forbidden_are_allowed(header: str) -> None:
    assert forbidden_kind(header) is None


@pytest.mark.parametrize(
    "header", ["语文 成绩", "总 分", "*总分（必填）", "总_分", "ＳＣＯＲＥ", "grade point"]
)
def test_spaces_brackets_and_full_width_do_not_hide_a_score(header: str) -> None:
    assert forbidden_kind(header) == SCORE
