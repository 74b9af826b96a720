"""Columns no draw may read: scores (§7), parents' posts and income (§14), favours (§7).

Headers are matched whole or by token, never by a part of a word, and a tested list says which
words only look forbidden: 是否低收入家庭 is no income, 残疾等级 and 考号 are no scores.
"""

from __future__ import annotations

import re
import unicodedata

from balance_classes.domain.roster.english_headers import ENGLISH, ENGLISH_ALLOWED, ENGLISH_PAIRS
from balance_classes.domain.roster.forbidden_kinds import FAMILY, FAVOUR, SCORE

_CHINESE = {
    SCORE: (
        "成绩",
        "分数",
        "总分",
        "得分",
        "均分",
        "平均分",
        "积分",
        "评分",
        "学分",
        "名次",
        "排名",
        "位次",
        "测评",
        "测试",
        "考试",
        "考核",
        "评估",
        "测验",
        "摸底",
        "绩点",
        "分班考",
        "入学考",
        "等第",
        "智商",
        "竞赛",
        "获奖",
        "特长生",
        "综合素质",
        "优秀",
        "学业水平",
        "学习水平",
        "语文",
        "数学",
        "英语",
        "语数",
        "学业等级",
        "综合等级",
        "综合等第",
        "优生",
        "优等生",
        "尖子生",
        "学困生",
        "学优生",
        "学差生",
        "差生",
        "后进生",
        "潜能生",
        "待优生",
        "临界生",
        "边缘生",
        "培优",
        "补差",
        "分层",
        "档次",
        "段次",
        "分数段",
        "赋分",
        "前测",
        "后测",
        "识字量",
        "阅读量",
        "阅读水平",
        "阅读等级",
        "计算能力",
        "面试",
        "笔试",
        "学能",
        "学习能力",
        "学习等级",
        "学习情况",
        "学习表现",
        "成绩等级",
        "学业表现",
        "学业情况",
        "能力等级",
        "能力水平",
        "能力测",
        "智力等级",
        "发展等级",
        "评定等级",
        "素质等级",
        "等级评定",
        "教师评价",
        "老师评价",
        "三好学生",
        "奥数",
        "科创",
        "T分",
        "t分",
        "Z分",
        "z分",
        "标准分",
        "原始分",
        "折合分",
        "加分",
    ),
    FAMILY: (
        "职务",
        "职称",
        "职位",
        "父亲工作",
        "母亲工作",
        "家长工作",
        "工作单位",
        "单位名称",
        "职业",
        "收入",
        "工资",
        "薪",
        "财产",
        "资产",
    ),
    FAVOUR: (
        "领导子女",
        "教师子女",
        "教职工子女",
        "职工子女",
        "教工子女",
        "老师子女",
        "教师子弟",
        "职工子弟",
        "领导孩子",
        "校友子女",
        "亲戚",
        "择校费",
        "关系户",
        "关系人",
        "打招呼",
        "照顾对象",
        "推荐人",
        "介绍人",
        "捐资",
        "赞助",
    ),
}
"""Words that forbid a Chinese header wherever they stand in it."""

_CHINESE_WHOLE = {
    SCORE: (
        *("科学", "分", "等级", "层次", "层级", "水平", "能力", "档", "段", "评价", "评语", "阅读"),
        *("物理", "化学", "生物", "历史", "地理", "政治", "道法", "体育", "音乐", "美术"),
    ),
    FAMILY: ("单位", "父亲单位", "母亲单位", "家长单位"),
    FAVOUR: ("关系", "领导"),
}
"""Words that forbid a header only when they are all of it."""

_CHINESE_ALLOWED = (
    "低收入",
    "无收入",
    "考试号",
    "考试编号",
    "准考证",
    "考号",
    "考点",
    "考场",
    "考试地点",
    "残疾等级",
    "残疾评估等级",
    "残疾评估",
    "考试报名号",
    "考试证号",
    "残疾人评定等级",
    "残疾评定等级",
    "体育特长生",
    "面试时间",
    "面试地点",
    "面试号",
    "面试编号",
    "笔试时间",
    "笔试地点",
    "职业学校",
    "职业中学",
)
"""Words that are taken out of a header before it is judged."""


_SIMPLIFIED = str.maketrans(
    "績職領導總數試測評關係單業語學級師親資獎競賽薪階層務",
    "绩职领导总数试测评关系单业语学级师亲资奖竞赛薪阶层务",
)
"""Traditional characters of the words above."""


def forbidden_kind(header: str) -> str | None:
    """Return "score", "family" or "favour" if no draw may read such a column, else None."""
    return _chinese_kind(header) or _english_kind(header)


def _chinese_kind(header: str) -> str | None:
    plain = re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", header)).translate(_SIMPLIFIED)
    for allowed in _CHINESE_ALLOWED:
        plain = plain.replace(allowed, "")
    for kind, words in _CHINESE.items():
        if plain in _CHINESE_WHOLE[kind] or any(word in plain for word in words):
            return kind
    return None


def _english_kind(header: str) -> str | None:
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c)
    )
    tokens = re.findall(r"[a-z]+4?", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower())
    # A score stays one when it is run together or spelled out: testscore, S_C_O_R_E.
    if re.search(r"(scores?|(?<!re)(?<!land)marks|ranking|gpa)$", "".join(tokens)):
        return SCORE
    run = f" {' '.join(tokens)} "
    for allowed in ENGLISH_ALLOWED:
        run = run.replace(f" {allowed} ", " ")
    for kind, words in ENGLISH.items():
        if words & set(run.split()) or any(f" {pair} " in run for pair in ENGLISH_PAIRS[kind]):
            return kind
    return None
