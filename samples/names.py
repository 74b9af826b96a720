"""How the sample pupils are named: families and given names by people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """How a people's names are formed, and from which parts."""

    form: str
    families: str
    boys: str
    girls: str


CHINESE = Names(
    "{family}{given}",
    "王 王 王 李 李 李 张 张 张 刘 刘 陈 陈 杨 杨 赵 赵 黄 周 周 吴 徐 孙 朱 高 林 何 郭 马 罗 "
    "梁 宋 郑 谢 韩 唐 冯 董 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 魏 薛 叶 阎 余 潘 杜",
    "浩然 子轩 宇航 俊杰 梓豪 博文 明轩 天佑 嘉豪 子涵 思远 志强 家乐 文博 晨阳 昊天 泽宇 一鸣 "
    "睿 俊熙 奕辰 鹏飞 旭东 建业 承宇 凯 子墨 逸凡 云飞 皓轩 瑞泽 景行 锦程 伟 书豪 铭泽 "
    "振宇 致远 佳明 星宇 少杰 立诚 永康 乐天 晓峰 成林 国栋 海洋 一诺 杰",
    "欣怡 梓涵 诗涵 雨桐 佳琪 思琪 若曦 可馨 雨欣 子萱 梦瑶 静怡 语嫣 紫涵 婉婷 晓彤 佳怡 雅静 "
    "悦 心怡 艺涵 梓萱 诗琪 依诺 安然 雪 思雨 雨萱 嘉怡 晨曦 欣妍 美琳 芷若 慧敏 语桐 玥 "
    "文静 欣然 佳慧 子晴 若琳 晓雯 春燕 小雨 秀英 亦菲 馨月 书瑶 乐瑶 婷",
)
HUI = Names(
    CHINESE.form,
    "马 马 马 马 马 马 白 白 丁 沙 海 哈 杨 杨 李 王 张 苏 米 兰 虎 韩 罗 田 金 穆 冶 妥",
    CHINESE.boys,
    CHINESE.girls,
)
XIBE = Names(CHINESE.form, "关 佟 富 吴 何 安 赵 苏", CHINESE.boys, CHINESE.girls)
UYGHUR = Names(
    "{given}·{family}",
    "买买提 吐尔逊 艾合买提 库尔班 阿卜杜拉 玉山 热合曼 亚森 依明 伊卜拉欣 托合提 肉孜 司马义 "
    "艾山 卡德尔 赛买提 尼亚孜 阿不力孜 达吾提 牙生",
    "艾力 艾尼瓦尔 伊力亚斯 木拉提 帕尔哈提 阿迪力 凯撒尔 麦麦提江 迪力夏提 努尔麦麦提 艾克拜尔 "
    "阿力木江 尼加提 依力哈木 吾买尔江 艾孜买提 夏依尔 苏莱曼 乌斯曼 阿布都外力",
    "阿依古丽 古丽娜尔 热依汗 阿依努尔 帕提古丽 米热古丽 迪丽努尔 祖丽皮亚 茹克亚 阿孜古丽 "
    "古丽米热 麦尔耶姆 苏比努尔 凯丽比努尔 热孜亚 木妮热 阿丽亚 伊帕尔古丽 穆凯代斯 再努尔",
)
KAZAKH = Names(
    UYGHUR.form,
    "哈力别克 木拉提别克 巴合提 赛力克 达吾列提 努尔兰 加尔肯 马合沙提 对山 阿合买提 胡安德克 "
    "叶尔肯 吐列吾 哈孜 别克波拉提",
    "叶尔兰 阿斯哈尔 江布尔 阿尔曼 别力克 杰恩斯 叶尔扎提 努尔波拉提 阿依波力 巴合江 叶斯哈提 "
    "达尔汗 沙合多斯 木斯林 加依达尔",
    "阿依达娜 古丽扎提 努尔古丽 加娜尔 阿依江 萨吾列 玛依拉 巴合提古丽 叶尔克娜孜 迪娜 阿依波塔 "
    "赛丽玛 加孜拉 阿依努拉 娜孜依拉",
)
MONGOLIAN = Names(
    "{given}",
    "-",
    "巴特尔 孟克 朝鲁 那仁 苏和 布仁 阿木尔 巴音 欧登 查干 才仁加甫 道尔吉",
    "其其格 萨仁 乌云 娜仁 图雅 高娃 通拉嘎 安吉玛 托娅 苏布德 乌日娜 格日勒",
)
ENGLISH = Names(
    "{given} {family}",
    "Adams Baker Brooks Carter Chen Collins Cooper Davis Diaz Evans Foster Garcia Gray Green Hall "
    "Harris Hill Howard Hughes Jackson Johnson Kelly Kim King Lee Lewis Lopez Martin Mitchell "
    "Moore Morgan Nguyen Parker Patel Perez Reed Rivera Roberts Scott Shah Smith Taylor Thomas "
    "Turner Walker Ward White Williams Wood Young",
    "Aaron Adam Aiden Alex Andre Ben Caleb Carlos Daniel David Diego Dylan Elijah Ethan Gabriel "
    "Henry Isaac Jack Jacob James Jordan Joseph Leo Liam Lucas Marcus Mason Mateo Noah Oliver "
    "Omar Owen Ryan Samuel Thomas Tyler William Wyatt",
    "Abigail Alice Amelia Anna Aria Ava Bella Camila Chloe Clara Elena Ella Emily Emma Eva Grace "
    "Hannah Isabel Jade Julia Kayla Laila Leah Lily Lucy Maria Maya Mia Naomi Nora Olivia Priya "
    "Rose Ruby Sara Sofia Zoe Zara",
)
PEOPLES = {
    "汉族": CHINESE,
    "回族": HUI,
    "锡伯族": XIBE,
    "维吾尔族": UYGHUR,
    "哈萨克族": KAZAKH,
    "蒙古族": MONGOLIAN,
}
