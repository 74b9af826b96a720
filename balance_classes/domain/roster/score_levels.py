"""What values tell of a column whose header says nothing: marks, grades and ordered levels."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

MOST = 0.8
"""So large a part of the filled cells is of one scale; the others are absent, new, unclear."""
_WORK = """
优 优秀 优良 良 良好 中等 中上 中下 较好 较差 及格 不及格 待提高 待改进 待合格 需努力 特优
学优 学困 尖子 临界 优等 良等 差等 優 優秀 優良 a等 b等 c等 d等 a级 b级 c级 d级 a层 b层 c层
d层 a档 b档 c档 d档 一档 二档 三档 四档 一等 二等 三等 第一档 第二档 第三档 excellent
very_good outstanding satisfactory unsatisfactory needs_improvement exceeding exceeds
exceeded expected emerging meeting meets working_towards working_at working_above
greater_depth above_expected at_expected below_expected above_average below_average
above_standard at_standard below_standard above_grade_level on_grade_level below_grade_level
proficient basic below_basic partially_proficient advanced beginner intermediate novice
distinction merit pass fail high_achiever low_achiever gifted wts exs gds wt ex gd sehr_gut
befriedigend ausreichend mangelhaft ungenügend très_bien assez_bien passable insuffisant
satisfaisant sobresaliente notable suficiente insuficiente отлично хорошо удовлетворительно
неудовлетворительно ممتاز جيد_جدا جيد مقبول ضعيف उत्कृष्ट बहुत_अच्छा अच्छा औसत कमज़ोर कमजोर
수 우 미 양 가 상 중 하 秀 可 不可 يۇقىرى ياخشى ئوتتۇرا ناچار
"""
_SURE = frozenset(word.replace("_", " ") for word in _WORK.split())
"""Words that are said of work done, and of little else; two of them make a scale."""
_SIZES = """
high higher medium middle mid low lower top bottom above average below strong weak good fair
poor hoch mittel niedrig gut schwach alto medio bajo élevé moyen faible bien высокий средний
низкий عالي متوسط منخفض उच्च मध्यम निम्न 上 中 下 高 低 好 差 一般 强 弱 高分 低分 甲 乙 丙
丁 甲等 乙等 丙等 合格 不合格 达标 未达标 上等 下等
"""
_LIKELY = frozenset(_SIZES.split())
"""Words that are said of needs and sizes as well."""
_SYMBOLS = re.compile(r"[★☆⭐*]{1,5}|\+{1,4}")
_PERCENT = re.compile(r"[<>≤≥]?\s*\d{1,3}([.,]\d+)?\s*%")
_PARTS = re.compile(
    r"\d{1,3}([.,]\d+)?\s*(/|out of|von)\s*\d{2,3}"
    r"|\d{1,3}([.,]\d+)?\s*((分|点|점)(以上|以下|及以上)?|pts?|points?|баллов)"
)
_BAND = re.compile(
    r"(q|quartile|quintile|decile|l|lv|lvl|level|band|stage|set|stream|tier|step|niveau|nivel|stufe)"
    r"\s?[-.#]?\s?(\d{1,2}|[a-e]|i{1,3}|iv|v)[+-]?"
    r"|(第?[一二三四五六1-9]|[a-e])(档|段|等|层次?|等级|级)"
    r"|(top|bottom|upper|lower|middle|1st|2nd|3rd|4th)\s(\d{1,2}\s?%|quartile|third|half|band|set)"
)
_CEFR = re.compile(r"[abc][12][+-]?")
_RANGE = re.compile(
    r"\d{1,3}\s?(-|–|~|to|至|到)\s?\d{1,3}|[<>≤≥]\s?\d{1,3}|\d{1,3}\s?(\+|以上|以下|及以上)"
    r"|(under|below|over|above)\s\d{1,3}"
)
_FINE = re.compile(r"\d{1,3}[.,]\d{1,3}")
_GRADE = re.compile(r"[a-g](\*|[+-]|\d)?|u")
_WHOLE = re.compile(r"\d{1,3}[+-]?")
_ORDINAL = re.compile(r"i{1,3}|iv|vi{0,3}|[一二三四五六七]|\d(st|nd|rd|th)|第[一二三四五六]")

_ENGLISH_COUNTED = """
house houses houseno flat room rooms block building floor street road postcode zip zone
district area region ward estate site campus bus route transport stop train taxi travel
commute class classes former previous old last tutor homeroom section registration cohort
intake term month week day days quarter season birth born age ages sibling siblings brother
brothers sister sisters children child kids family household members people persons
occupants distance km miles minutes metres meters height weight size shoe shirt uniform
blood eyesight vision hearing allergy allergies medical health vaccine vaccines dose doses
need needs support sen send ehcp iep plan number no nr code id locker seat team club colour
color order twin priority absences absence attended attendance lates year years school
feeder nursery kindergarten kita gender language hausnummer strasse klasse jahrgang
geschwister geschwisterzahl geschwisterkinder alter zimmer entfernung grosse gewicht
geburtsmonat wohnort bezirk ortsteil kinder anzahl linie buslinie frere freres soeur fratrie
quartier edad hermanos clase curso casa zona distancia
"""
_CHINESE_COUNTED = """
门牌 楼 栋 单元 房 宿舍 寝室 床 车 路线 线路 班级 原班 班别 班号 年级 学年 入学年 届 片区
校区 学区 地区 区域 社区 街道 人口 人数 兄弟 姐妹 子女 孩 胎 岁 龄 出生 生日 季 月 身高 体重
视力 听力 血型 距离 路程 公里 时间 邮编 编号 代码 序号 座 鞋 衣 尺 经济 健康 身体 疫苗 体检
需求 支持 特教 残疾 语种 方言 民族 次数 天数 数量 兄妹 学校 园 生源
"""
_COUNTED_WORDS = frozenset(_ENGLISH_COUNTED.split())
_COUNTED = re.compile("|".join(_CHINESE_COUNTED.split()))
"""What has numbers or letters for its levels without being a score."""
_OF_TIME = re.compile(
    "季|出生|生日|年级|学年|birth|born|quarter|season|year|stage|\\b(imd|idaci|acorn)\\b|deprivation"
)
"""What goes by quarters, stages and deciles without being a score."""


def is_score(header: str, values: Iterable[str]) -> bool:
    """Whether filled cells under a header of a school's own are likely scores, however headed."""
    counts = Counter(map(_plain, values))
    counts.pop("", None)
    if any(_covers(counts, scale, 2) for scale in _SURE_SCALES):
        return True
    if _covers(counts, _BAND.fullmatch, 3):
        return not _OF_TIME.search(header.casefold())
    return not _is_counted(header) and any(
        _covers(counts, scale, fewest) for scale, fewest in _LIKELY_SCALES
    )


def _plain(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def _covers(counts: Counter[str], holds: Callable[[str], object], fewest: int) -> bool:
    """Whether most cells, and at least so many different ones, are of a scale."""
    held = [value for value in counts if holds(value)]
    return len(held) >= fewest and sum(counts[v] for v in held) >= MOST * sum(counts.values())


_SURE_SCALES: tuple[Callable[[str], object], ...] = (
    _SURE.__contains__,
    _SYMBOLS.fullmatch,
    _PERCENT.fullmatch,
    _PARTS.fullmatch,
)
_LIKELY_SCALES: tuple[tuple[Callable[[str], object], int], ...] = (
    ((_SURE | _LIKELY).__contains__, 2),
    (_BAND.fullmatch, 2),
    (_CEFR.fullmatch, 2),
    (_RANGE.fullmatch, 2),
    (_FINE.fullmatch, 2),
    (_GRADE.fullmatch, 3),
    (lambda value: _WHOLE.fullmatch(value) or _FINE.fullmatch(value), 3),
    (_ORDINAL.fullmatch, 3),
)


def _is_counted(header: str) -> bool:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", header).casefold()
    plain = unicodedata.normalize("NFKD", spaced).replace("ß", "ss")
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return bool(_COUNTED_WORDS.intersection(words) or _COUNTED.search(header))
