"""Errors in Chinese: the sentences that `query`, `show` and `lineage` end with, and those of usage.

Errors are written in English where they are raised. Here each sentence that a person is likely to
meet has its Chinese; a part that has none (a parser's own words) stays as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = ["in_chinese", "wants_chinese"]


def wants_chinese(argv: Sequence[str]) -> bool:
    """Whether a command is asked to speak Chinese, by --lang or else by HEALCARE_KG_LANG."""
    given = [a.removeprefix("--lang=") for a in argv if a.startswith("--lang=")]
    given += [value for option, value in pairwise(argv) if option == "--lang"]
    return (given[-1] if given else os.environ.get("HEALCARE_KG_LANG")) == "zh"


def in_chinese(message: str) -> str:
    """An error's text with each sentence that is known here in Chinese.

    What follows on further lines is what somebody else wrote: a line of a query, a server's words.
    """
    first, *rest = message.partition("\n")
    for pattern, chinese in _SENTENCES:
        first = re.sub(pattern, chinese, first)
    return first.replace("；；", "；") + "".join(rest)


def _kind(cls: str) -> str:
    return _KINDS.get(cls, cls)


_KINDS = {
    "Model": "模型",
    "ModelFamily": "模型系列",
    "ModelRelease": "模型发布版本",
    "BaseModel": "基座模型",
    "Dataset": "数据集",
    "Benchmark": "评测基准",
    "FineTuneMethod": "微调方法",
    "Institution": "机构",
    "Publication": "文献",
    "License": "许可证",
    "Domain": "领域",
    "Modality": "模态",
}


# Whole sentences before their parts; what a person typed is taken over as it is.
_Q = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_Chinese = str | Callable[[re.Match[str]], str]
_SENTENCES: list[tuple[str, _Chinese]] = [
    (r"^interrupted$", "已中断"),
    (rf"there is no command {_Q}; ", r"没有命令 \1；"),
    (rf"there is no shipped query and no file {_Q}; ", r"没有名为 \1 的内置查询或文件；"),
    (r"`query` alone lists them$", "单独运行 `query` 可列出全部查询"),
    (r"--help lists them$", "--help 可列出全部命令"),
    (rf"no entity is named {_Q}; ", r"没有名为 \1 的实体；"),
    (rf"no (\w+) is named {_Q}; ", lambda m: f"没有名为 {m[2]} 的{_kind(m[1])}；"),
    (rf"^{_Q} is the name of several; give one of these ids: ",
     r"\1 是多个实体的名称，请改用以下标识之一："),
    (r"it is the name of (.+)$", r"这是 \1 的名称"),
    (r"it is one of (.+)$", r"可选值为：\1"),
    (r"nothing in the graph has a name like it", "图谱中没有相近的名称"),
    (r" is an update; only queries are run here", " 是更新操作；这里只运行查询"),
    (rf"{_Q} begins no SPARQL query; ", r"\1 不是 SPARQL 查询的开头；"),
    (r"a query begins with (SELECT.*)", r"查询以 \1 开头"),
    (r"the query is empty", "查询为空"),
    (r"this quotation mark is not closed on its line", "此处的引号在本行内没有闭合"),
    (r"this (\S+) is not closed", r"此处的 \1 没有闭合"),
    (r"this (\S+) closes nothing", r"此处的 \1 没有对应的开括号"),
    (rf"{_Q} can't stand here", r"\1 不能出现在这里"),
    (r"something is missing at the end", "末尾缺少内容"),
    (r" ?\(expected (.+)\)", lambda m: f"（应为 {m[1].replace(' or ', ' 或 ')}）"),
    (r"SELECT names a variable that is neither grouped nor bound",
     "SELECT 中有变量既未分组也未绑定"),
    (r'prefix "(\S*:)" is not declared', r"前缀“\1”没有声明"),
    (r'; add the line "(.+>)"', r"；请加上一行 \1"),
    (r"; an address stands between < and >", "；地址应写在 < 和 > 之间"),
    (r' ?\(did you mean "(.+?)"\?\)', r"（是否想用“\1”？）"),
    (r"(?:; )?did you mean (.+?)\?",
     lambda m: f"；您是否想找 {m[1].replace(' or ', '、')}？"),
    (r"more than (\d+) brackets in brackets; .*", r"括号嵌套超过 \1 层，引擎无法处理"),
    (r"more than (\d+) BINDs; .*", r"BIND 超过 \1 个，引擎无法处理"),
    (r"the custom function (<.*>) is not supported", r"不支持自定义函数 \1"),
    (r"a SERVICE of the query failed: ", "查询中的 SERVICE 未能应答："),
    (rf"^(.+) has no parameter {_Q} \(it has: (.+)\)", r"\1 没有参数 \2（可用参数：\3）"),
    (rf"^(.+) takes (?:no value|(\d+) values?), not (\d+): {_Q} is one too many",
     lambda m: f"{m[1]} 最多接受 {m[2] or 0} 个值，却给出了 {m[3]} 个：{m[4]} 是多余的"),
    (r"(--\S+) is given twice, as a value and as an option", r"\1 给出了两次"),
    (r"(--\S+) takes a number such as 7 or 6\.2, not ", r"\1 应为数字，例如 7 或 6.2，而不是 "),
    (r"(--\S+) takes a whole number, not ", r"\1 应为整数，而不是 "),
    (r"(--\S+) takes a language tag such as zh, not ", r"\1 应为语言标签，例如 zh，而不是 "),
    (r"(--\S+) takes the name of a (\w+), not nothing",
     lambda m: f"{m[1]} 应为{_kind(m[2])}的名称，不能为空"),
    (r"-o and -f are for .*", "-o 和 -f 只用于查询结果；请给出查询名称，或用 -e SPARQL"),
    (r"give either (.+) or (.+), not both", r"\1 与 \2 只能二选一"),
    (r"no such file or folder|no such file or directory", "文件或文件夹不存在"),
    (r"(?<=: )is a directory", "是文件夹"),
    (r"no space left on device", "磁盘空间不足"),
    (r"permission denied", "没有权限"),
    (r"bad file descriptor", "已关闭"),
    (r"^standard output: ", "标准输出："),
    (r": can't be written: ", "：无法写入："),
    (r"a loop of symbolic links", "符号链接形成循环"),
    (r"no RDF file in this folder \(looked for (.+)\)", r"文件夹中没有 RDF 文件（\1）"),
    (rf"the ending {_Q} is of no RDF format; use one of ",
     r"扩展名 \1 不属于任何 RDF 格式；请使用 "),
    (rf"the ending {_Q} names no format; add -f FORMAT or use (?:one of )?",
     r"无法由扩展名 \1 确定格式；请加上 -f FORMAT，或使用 "),
    (r"this query gives a graph, not rows; use ", "此查询的结果是图，不是表格；请使用 "),
    (r"this query gives rows, not a graph; use ", "此查询的结果是表格，不是图；请使用 "),
    (r"this query gives yes or no, not a graph; use ", "此查询的结果是真或假，不是图；请使用 "),
    (r"byte (0x\w+) is not valid UTF-8; save the file as UTF-8",
     r"字节 \1 不是有效的 UTF-8；请将文件另存为 UTF-8"),
    (r"not valid UTF-8 \(byte (\d+)\)", r"不是有效的 UTF-8（第 \1 个字节）"),
    (r"its @context is an address, and nothing is fetched; .*",
     "@context 是网址，而程序不会联网获取；请把上下文写入文件"),
    (r"the #\+ header is not YAML: ", "#+ 头部不是有效的 YAML："),
    # Of click
    (rf"No such option:? {_Q}\.?", r"没有选项 \1。"),
    (r"Did you mean (.+?)\?", r"您是否想用 \1？"),
    (rf"Missing argument {_Q}\.", r"缺少参数 \1。"),
    (rf"Option {_Q} requires an argument\.", r"选项 \1 需要一个值。"),
    (rf"Invalid value for (.+?): {_Q} is not one of (.+)\.", r"\1 的值无效：\2 不是 \3 之一。"),
    (r"Invalid value for (.+?): (.+) is not in the range (.+)\.",
     r"\1 的值无效：\2 不在范围 \3 内。"),
    (rf"Invalid value for (.+?): {_Q} is not a valid .*", r"\1 的值无效：\2 不是数字。"),
    (r"Got unexpected extra arguments? \((.+)\)", r"多余的参数：\1"),
]  # fmt: skip
