"""Plausible names, places and codes for generated records. Every one is invented."""

from random import Random

from stdnum.cn import uscc

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰春梅志建文红国庆海波宁辉鹏婷雪琳晨宇浩然思远子轩雨"
    "欣嘉怡俊峰晓东立新永安学兵少华正清"
)
TOWNS = (
    "城关镇",
    "东湖街道",
    "青石镇",
    "柳河镇",
    "北岭乡",
    "南塘镇",
    "河西街道",
    "云山镇",
    "白沙镇",
    "石桥街道",
    "新丰镇",
    "长岭乡",
)
_BRANDS = "海螺永兴恒源瑞丰金泰宏达华盛顺达天成鑫磊博远安信中恒嘉和东方新宇同德广润双龙万通佳美启明盛世远航利民晨光"
_TRADES = (
    "化工",
    "建材",
    "机械",
    "纺织",
    "食品",
    "能源",
    "木业",
    "金属制品",
    "塑料",
    "物流",
    "电子",
    "矿业",
    "包装",
    "装饰工程",
)
_FORMS = ("有限公司", "有限责任公司", "厂", "股份有限公司")
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Plausible:
    """A repeatable source of invented names and codes."""

    def __init__(self, random: Random, place: str) -> None:
        self._random = random
        self._place = place
        self._used: set[str] = set()

    def person(self) -> str:
        """A personal name of two or three characters."""
        return self._random.choice(_SURNAMES) + "".join(
            self._random.choices(_GIVEN, k=self._random.choice((1, 2, 2)))
        )

    def town(self) -> str:
        """A town or sub-district."""
        return self._random.choice(TOWNS)

    def address(self) -> str:
        """A street address."""
        road = self._random.choice(("东环路", "工业大道", "人民路", "兴业街", "滨河路", "创新路", "振兴路"))
        return f"{self.town()}{road}{self._random.randrange(1, 300)}号"

    def enterprise(self) -> str:
        """An enterprise name that has not been given before."""
        for extra in range(10_000):
            brand = self._random.randrange(0, len(_BRANDS) - 1, 2)
            number = "" if extra < 5 else self._random.choice("一二三四五六七八九") + "分"
            trade, form = self._random.choice(_TRADES), self._random.choice(_FORMS)
            name = f"{self._place}{_BRANDS[brand : brand + 2]}{trade}{number}{form}"
            name = name if extra < 10 else f"{name}（{self.town()}{len(self._used)}号店）"
            if name not in self._used:
                self._used.add(name)
                return name
        raise AssertionError("no unused enterprise name")

    def uscc(self) -> str:
        """A 统一社会信用代码 with a valid check digit and an invented body."""
        body = "91" + f"{self._random.randrange(110000, 659000):06}"
        body += "".join(self._random.choices(_USCC_ALPHABET, k=9))
        return body + uscc.calc_check_digit(body)

    def phone(self) -> str:
        """A telephone number of a range that is never assigned."""
        return "1" + "0" * 3 + f"{self._random.randrange(10**7):07}"
