"""Columns no draw may read: scores (§7), parents' posts and income (§14), favours (§7).

Headers are matched whole or by token, never by a part of a word, and a tested list says which
words only look forbidden: 是否低收入家庭 is no income, 残疾等级 and 考号 are no scores.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from balance_classes.domain.roster.forbidden_words import (
    ENGLISH,
    ENGLISH_ALLOWED,
    ENGLISH_PAIRS,
    ENGLISH_WHOLE,
    FAMILY,
    FAVOUR,
    KINDS,
    PARTS,
    SCORE,
    TOKENS,
)

_SCORES = """
成绩 分数 总分 得分 均分 平均分 积分 评分 学分 分值 计分 名次 排名 位次 排位 班名次 测评 测试
考试 考核 考查 评估 测验 摸底 绩点 分班考 入学考 毕业考 期中 期末 月考 周考 统考 联考 模考 中考
高考 会考 学考 质检 抽测 入学检测 学业检测 质量检测 单元检测 等第 智商 智力测 竞赛 获奖 特长生
综合素质 优秀 学业 学情 学习水平 语文 数学 英语 语数 主科 学科分 等级 档次 段次 段位 分数段 优生
优等生 尖子 培优 中等生 学困 学优 学差 学弱 差生 后进生 潜能生 潜力生 临界生 边缘生 补差 扶差
分层 学习层次 学生层次 教学层次 学习档 分档 赋分 前测 后测 识字 认字 听写 口算 词汇量 阅读量
阅读力 阅读水平 计算能力 面试 笔试 学能 学习能力 语言能力 认知能力 阅读能力 能力测 能力水平
学习情况 学习表现 课堂表现 综合表现 学习习惯 学习态度 学习成果 评价 评级 定级 评星 星级 素质分
三好学生 奥数 科创 T分 t分 Z分 z分 标准分 原始分 折合分 折算分 卷面 加分 百分位 百分比 百分制
普通话水平 汉语水平 国语水平 优秀率 及格率 优良率 操行 德育分 考评 评语 总评 综评 素质报告
合格考 入学测 平时分 小升初 录取分 投档 入围分 韦氏 瑞文 思维测 学霸 学渣 扶困 实验班 重点班
火箭班 类别层次 校排名 三科总 五科 全科 语数英
"""
_FAMILIES = """
职务 职称 职位 父亲工作 母亲工作 家长工作 工作单位 单位名称 就业单位 任职 供职 职业 职级 行业
收入 工资 薪 财产 资产 家庭经济水平 行政级别 房产 公务员 企业主 纳税
"""
_FAVOURS = """
领导子女 教师子女 教职工子女 职工子女 教工子女 老师子女 员工子女 教师子弟 职工子弟 教工子弟
领导孩子 老师孩子 教师孩子 校友子女 亲戚 择校费 关系户 关系人 关系生 条子生 打招呼 照顾对象
推荐人 介绍人 引荐 托付 捐资 捐款 赞助 条子 批条 托关系 谁的关系 关系单位 备注关系 关照 交办
局领导 领导关注 推荐领导 推荐老师 单位推荐 点招 内部子女 教师亲属 熟人 择校 共建 协议单位
委员子女 代表子女 干部子女 贵宾 来头
"""
_SCORES_WHOLE = """
科学 分 层次 层级 水平 能力 档 段 阅读 物理 化学 生物 历史 地理 政治 道法 体育 音乐 美术
表现 品行 思品 奖励 荣誉 班排 级排 年排 校排 段排 区排 市排 省排 总排 校次 级次 三科 数 语 英 优
好生 层 档位 梯队 梯度 思维 潜质 平时 前测 后测
"""
_FAMILIES_WHOLE = """
单位 父亲单位 母亲单位 家长单位
"""
_FAVOURS_WHOLE = """
关系 领导 推荐 照顾 子弟 背景
"""
_CHINESE = {
    SCORE: tuple(_SCORES.split()),
    FAMILY: tuple(_FAMILIES.split()),
    FAVOUR: tuple(_FAVOURS.split()),
}
"""Words that forbid a Chinese header wherever they stand in it."""

_CHINESE_WHOLE = {
    SCORE: frozenset(_SCORES_WHOLE.split()),
    FAMILY: frozenset(_FAMILIES_WHOLE.split()),
    FAVOUR: frozenset(_FAVOURS_WHOLE.split()),
}
"""Words that forbid a header only when they are all of it."""

_CHINESE_ALLOWED = re.compile(
    # 入学分班, 不得分开 and 平均分班 are about classes.
    "[学得均总](?=分[班开配组])"
    # Where and when a test is held, and its number, are no score.
    "|[初高]中(?=考)|(考试|考)?(准考证|报名号|考号|考生号|考点|考场)"
    "|(考试|面试|笔试|测试|中考|高考|学考|会考|入学考)(报名|座位|准考)?(证|号|编号|序号|时间|地点|日期|座位)号?"
    # What somebody needs comes in grades, too.
    "|(残疾|伤残|残障|困难|贫困|资助|低保|补助|助学金|健康|视力|听力|营养|风险|保障|困境|护理)"
    "(生|人|户|学生|儿童)?(认定|评定|评估|程度|需求)*(等级|档次|级别|等次|水平|分档|评级|定级|评定|评估)+"
    "|(核酸|抗原|健康|视力|听力|龋齿|血型)(检测|测试)|低收入|无收入|职业(学校|中学|高中|病)|体育特长生|积分(入学|落户)"
    "|(语文|数学|英语|科学|阅读)(任课|科任)?(老师|教师|课代表|社团?|兴趣班|伙伴|眼镜)|英语(姓名|名字?|昵称)"
)
"""Words that are taken out of a header before it is judged."""

_SIMPLIFIED = str.maketrans(
    "績職領導總數試測評關係單業語學級師親資獎競賽薪階層務識聽優價檢檔驗積標準質歷體樂術課現習態後進潛邊緣賦贊薦託稱財產員顧話漢國認閱讀詞彙計綜筆殘號點場報難貧營養護險寫",
    "绩职领导总数试测评关系单业语学级师亲资奖竞赛薪阶层务识听优价检档验积标准质历体乐术课现习态后进潜边缘赋赞荐托称财产员顾话汉国认阅读词汇计综笔残号点场报难贫营养护险写",
)
"""Traditional characters of the words above."""
_WORDS_OF_SCORES = {
    "ент", "ұбт", "впр", "огэ", "егэ", "баға", "сапа", "үлгерім", "дүн", "дүнгийн", "дундаж",
    "үнэлгээ", "оноо",
}  # fmt: skip
"""Short words of Cyrillic scripts, which other words hold: ент in студент."""
_ELSEWHERE_ALLOWED = re.compile("장애(인)?등급|درجة (القرابة|الإعاقة)|दिव्यांग\\w* प्रतिशत")
"""Degrees of a disability, and of kinship."""
_ALLOWED = tuple((words.split()[0], f" {words} ") for words in ENGLISH_ALLOWED)
"""What is taken out of an English header before it is judged, each with its first word."""
_RUN_TOGETHER = re.compile(r"(scores?|(?<!re)(?<!land)marks|ranking|gpa)$")
_COMPOUND = re.compile(
    r"(?!fuss)\w{3,}(note|noten|zensur|zensuren|leistung|punkte|durchschnitt|niveau|schnitt)"
    r"|(leistungs|begabten|lernstands|ubertritts|ubergangs)\w+"
    r"|(gymnasial|schul|schulart|schullaufbahn)empfehlung"
)
"""German runs words together."""
_PLAIN_LETTERS = str.maketrans("ıłđøßæœ", "ildosao")
"""Letters that no decomposition makes plain."""


@lru_cache(maxsize=4096)
def forbidden_kind(header: str) -> str | None:
    """Return "score", "family" or "favour" if no draw may read such a column, else None."""
    return _chinese_kind(header) or _kind_in_latin_letters(header) or _kind_elsewhere(header)


def _chinese_kind(header: str) -> str | None:
    plain = re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", header)).translate(_SIMPLIFIED)
    plain = _CHINESE_ALLOWED.sub("", plain)
    for kind, words in _CHINESE.items():
        if plain in _CHINESE_WHOLE[kind] or any(word in plain for word in words):
            return kind
    return None


def _kind_in_latin_letters(header: str) -> str | None:
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c)
    )
    plain = re.sub(r"['’]s(?![A-Za-z])", "", plain)
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower().translate(_PLAIN_LETTERS)
    tokens = re.findall(r"[a-z]+4?", parted)
    if not tokens:
        return None
    whole = re.findall(r"[a-z]+4?", plain.lower().translate(_PLAIN_LETTERS))  # CogAT, not cog at
    run = f" {' '.join(tokens)} "
    for first, allowed in _ALLOWED:
        if first in tokens:
            run = run.replace(allowed, " ")
    left = run.split()
    # A score stays one when it is run together or spelled out: testscore, S_C_O_R_E.
    if _RUN_TOGETHER.search("".join(left)) or any(map(_COMPOUND.fullmatch, left)):
        return SCORE
    for kind in KINDS:
        if (
            (ENGLISH[kind] | TOKENS[kind]).intersection(left)
            or (ENGLISH[kind] & set(whole)).difference(tokens)
            or " ".join(left) in ENGLISH_WHOLE[kind]
            or any(f" {pair} " in run for pair in ENGLISH_PAIRS[kind])
        ):
            return kind
    return None


def _kind_elsewhere(header: str) -> str | None:
    plain = _ELSEWHERE_ALLOWED.sub("", unicodedata.normalize("NFKC", header).casefold())
    plain = plain.replace("_", " ")
    if _WORDS_OF_SCORES.intersection(re.findall(r"\w+", plain)):
        return SCORE
    return next((kind for kind in KINDS if any(word in plain for word in PARTS[kind])), None)
