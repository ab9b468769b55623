"""What the performance page says, in both languages."""

from __future__ import annotations

__all__ = ["NOTES", "WORDS"]

WORDS = {
    "en": {
        "title": "How fast it is",
        "made": "Written by `{command}` on {machine}. Run it to have the figures of your machine; "
        "`--quick` takes two minutes.",
        "figures": "Times are medians of whole processes, the start of Python included, unless it is "
        "said otherwise; on a busy machine the processor time and the ratios, all of one run, say "
        "more than the seconds. Memory is the most that a process held.",
        "one": "One query, beside other programs",
        "one-note": "Rasqal (`roqet`) knows SPARQL 1.0, which has no paths, so it is asked for "
        "direct derivatives only. The Oxigraph command line has a store of its own that it is "
        "given beforehand.",
        "every": "Every shipped query, beside rdflib",
        "every-note": "With its default parameters on the shipped graph. Ours is a whole process; "
        "of rdflib the query alone, with the graph already read, and the script that reads it "
        "first. A dash stands where it was stopped for taking too long.",
        "commands": "Other commands",
        "growth": "How it grows",
        "growth-note": "A made-up model hub ([`benchmarks/hub.py`](../benchmarks/hub.py)) in several "
        "sizes; a fifth of its facts have sources. Values asked for are those of which most is "
        "said: the line of base models with most descendants, the best-known dataset, the largest "
        "maker.",
        "plot": "Seconds by number of triples",
        "queries-at": "Each query at each size, whole processes on a snapshot; rows and memory at "
        "the largest:",
        "run": "run", "seconds": "time", "processor": "processor time",
        "of-python": "of a bare Python", "of-warm": "of ours, warm", "memory": "memory",
        "run-python": "`python -c pass`", "run-cold": "ours, first run",
        "run-warm": "ours, warm", "run-no-cache": "ours, `--no-cache`",
        "run-rdflib": "rdflib, the same query on the same files", "run-roqet": "`roqet`, one step",
        "run-oxigraph-load": "`oxigraph load`", "run-oxigraph": "`oxigraph query`",
        "query": "query", "rows": "rows", "ours": "ours", "rdflib": "rdflib, query",
        "script": "rdflib, script", "faster": "the script takes", "command": "command", "triples": "triples", "models": "models",
        "source": "Turtle files", "snapshot": "snapshot", "load": "reading into memory",
        "rate": "… triples a second", "load-memory": "… memory",
        "first": "first run, with building the snapshot", "first-rate": "… triples a second",
        "first-memory": "… memory", "open": "a run that asks nothing, warm",
        "transitive": "counting all descendants of the largest line, beyond that",
        "most-memory": "memory of a query, warm, at most", "asked": "asked for", "all": "(all)",
    },
    "zh": {
        "title": "性能",
        "made": "本页由 `{command}` 在以下机器上生成：{machine}。在自己的机器上运行该命令即可得到相应数字；"
        "`--quick` 约需两分钟。",
        "figures": "除另有说明外，时间均为完整进程（含 Python 启动）耗时的中位数。机器繁忙时，处理器时间"
        "与同一次运行内的比值比绝对秒数更可靠。内存为进程占用的峰值。",
        "one": "单个查询与其他程序对比",
        "one-note": "Rasqal（`roqet`）只支持没有属性路径的 SPARQL 1.0，因此只让它查询直接派生的模型。"
        "Oxigraph 命令行使用事先载入的自有存储。",
        "every": "全部自带查询与 rdflib 对比",
        "every-note": "在自带图谱上以默认参数运行。本程序一栏为完整进程的时间；rdflib 分列查询本身的时间"
        "和先读入图谱的脚本的时间。短横线表示因耗时过长而中止。",
        "commands": "其他命令",
        "growth": "随规模的增长",
        "growth-note": "不同规模的虚构模型库（[`benchmarks/hub.py`](../benchmarks/hub.py)），五分之一的事实带有来源。"
        "查询所用的值均为数据最多的对象：派生模型最多的基座系列、使用最多的数据集、规模最大的机构。",
        "plot": "耗时（秒）与三元组数量",
        "queries-at": "各查询在各规模下基于快照的完整进程耗时；行数与内存为最大规模时的数值：",
        "run": "运行方式", "seconds": "时间", "processor": "处理器时间",
        "of-python": "相对空 Python", "of-warm": "相对本程序（有快照）", "memory": "内存",
        "run-python": "`python -c pass`", "run-cold": "本程序，首次运行",
        "run-warm": "本程序，有快照", "run-no-cache": "本程序，`--no-cache`",
        "run-rdflib": "rdflib，相同文件与查询", "run-roqet": "`roqet`，仅一步",
        "run-oxigraph-load": "`oxigraph load`", "run-oxigraph": "`oxigraph query`",
        "query": "查询", "rows": "行数", "ours": "本程序", "rdflib": "rdflib 查询",
        "script": "rdflib 脚本", "faster": "脚本耗时为", "command": "命令", "triples": "三元组", "models": "模型",
        "source": "Turtle 文件", "snapshot": "快照", "load": "读入内存",
        "rate": "……每秒三元组数", "load-memory": "……内存",
        "first": "首次运行（含建立快照）", "first-rate": "……每秒三元组数",
        "first-memory": "……内存", "open": "有快照时的空查询",
        "transitive": "统计最大系列的全部后代（另计）",
        "most-memory": "有快照时单个查询的最大内存", "asked": "参数", "all": "（全部）",
    },
}  # fmt: skip

NOTES = {
    "en": """\
## Why it is so

- **Start.** A run imports neither rdflib nor pySHACL, and the plain form (`query NAME VALUE`) not
  even click; headers of queries and the places of their parameters are kept between runs. Where
  Python may not write its bytecode (`PYTHONDONTWRITEBYTECODE`, a read-only checkout), a run compiles
  the modules it needs, so those hold little else. What remains is Python itself and the engine.
- **The snapshot is of the files' content.** The digest of a file is remembered with its size, both
  times, inode and device, and believed while none of these has changed. Whoever writes a file can
  put its time of modification back, but not its time of change (ctime), so a changed byte is seen
  even if size and time are as before. A digest is remembered only when the last change lay three
  seconds before the reading: a file may change twice within one tick of a disk's clock. What
  can deceive it is a system clock that was set back, or a program that holds the file mapped into
  memory and goes on writing; `--no-cache` reads the files themselves.
- **Queries look up labels for the rows of an answer, not for all there is.** The engine joins an
  OPTIONAL row by row while it expects few rows, and else reads all labels of the graph into a hash
  table. It multiplies its guesses, so three paths in a row are "too many" whatever they find; a
  `LIMIT` far above any answer on the sub-select tells it otherwise, and changes no row in any
  engine.
- **What is looked up by is certainly bound.** A variable of an OPTIONAL, or of a COALESCE of such, may
  be unbound, so the engine looks nothing up by it but reads everything. `lineage-of` took its steps
  from an OPTIONAL: as plain patterns they took it from 4.2 s and 2 GB to 5 ms at ten million triples.
- **A join starts at what is guessed to be smallest.** A fixed table (VALUES) of properties or a
  `?x a ?class` beside a sub-select of several paths comes first and is read whole; inside the
  sub-select it is looked up. That took `by-institution` from 2.0 s to 0.7 s.
- **Filters with EXISTS are nested.** Inside one EXISTS the engine joins the patterns without knowing
  what is bound outside, so each pattern after the first stands in an EXISTS of its own. Filters on
  where a path starts stand in a sub-select before the path, or they run for each of its ends.
- **What counts over everything reads whole predicates.** At ten million triples a look-up costs 4 to
  10 microseconds, a row of a scan 0.3. The engine looks up wherever a plain pattern can be bound, but
  a sub-select, also as OPTIONAL, it reads once into a hash table: that took `licence-tension` from
  32 s and 4 GB to 9 s and 0.3 GB, `base-model-ranking` from 13 to 5 s. MINUS is such a table too,
  FILTER NOT EXISTS a look-up for each row.
- **`statistics` is where the engine is the limit** at ten million triples. Of its 16 to 19 s, 7 to 8
  bring four predicates of 700,000 sources together (1.5 to 3 microseconds a row and 230 MB a hash
  table; there is no join that reads two indexes side by side), 6 to 7 go through five million
  triples of 450,000 entities, 3 look for facts with two sources, 1 counts the rest. Names of
  properties are looked at once a property and not once a fact, and second sources sought only where
  an entity has two.
- **An answer of thousands of rows** takes about a tenth of a millisecond a row. Of `derived-from` for
  the largest line at ten million triples half is for the paths and what is left out of them, a tenth
  for each of the four labels and the size, and the rest for sorting and joining. What is read for
  the first time, a page of the disk's that has to be unpacked, costs twice as much. A row of `models`
  has ten columns and takes ten times as long.
""",
    "zh": """\
## 原因

- **启动。** 运行查询时不导入 rdflib 和 pySHACL，最简形式（`query 名称 值`）连 click 也不导入；查询文件头及参数
  位置解析后会缓存。若 Python 不能写入字节码（设置了 `PYTHONDONTWRITEBYTECODE`，或检出目录只读），每次运行都要
  编译所需模块，因此这些模块只含必要的内容。剩下的是 Python 本身和查询引擎。
- **快照以文件内容为准。** 每个文件的摘要与其大小、两种时间、inode 和设备号一同记住，只要都未改变便沿用。
  修改时间可以改回，inode 的变更时间（ctime）却不能，因此即使大小和修改时间都与从前相同，改动的字节也会被发现。
  只有文件的最后一次变更早于读取三秒以上，才会记住摘要，因为文件可能在磁盘时钟的同一刻度内改动两次。能骗过它的只有被调回的系统时钟，
  或仍在通过内存映射写入文件的程序；`--no-cache` 会直接读取文件。
- **只为结果中的行查找标签。** 引擎预计行数少时逐行连接 OPTIONAL，否则会把图谱的全部标签读入哈希表。它把估计
  值连乘，连续三条路径无论实际结果多少都会被视为“过多”；在子查询上加一个远大于任何结果的 `LIMIT`
  可以纠正这一点，且不改变任何引擎的结果。
- **用于查找的变量必定已绑定。** OPTIONAL 中的变量及由其得到的 COALESCE 可能未绑定，引擎便不据此查找，而是读取
  全部数据。`lineage-of` 的步骤原先取自 OPTIONAL；改为普通模式后，在一千万三元组上由 4.2 秒、2 GB 降至 5 毫秒。
- **连接从估计最小的部分开始。** 固定的属性表（VALUES）或 `?x a ?class` 若与含多条路径的子查询并列，会排在最前并
  被整体读取；放进子查询内则逐个查找。`by-institution` 因此由 2.0 秒降至 0.7 秒。
- **EXISTS 逐层嵌套。** 在同一个 EXISTS 内，引擎连接各个模式时不知道外层已绑定的变量，因此第一个之后的每个
  模式都写在自己的 EXISTS 里。对路径起点的过滤放在路径之前的子查询中，否则会对每个终点重复执行。
- **统计全部数据的查询整段读取谓词。** 在一千万三元组上，一次查找需 4 至 10 微秒，顺序读取一行只需 0.3 微秒。普通
  模式只要能绑定，引擎就逐个查找；子查询（包括 OPTIONAL 中的）则一次读入哈希表。`licence-tension` 因此由 32
  秒、4 GB 降至 9 秒、0.3 GB，`base-model-ranking` 由 13 秒降至 5 秒。MINUS 也是一次读入，FILTER NOT EXISTS
  则每行查找一次。
- **`statistics` 的瓶颈在引擎。** 在一千万三元组上它共需 16 至 19 秒：合并 70 万条来源的四个谓词需 7 至 8 秒（每行
  1.5 至 3 微秒，每张哈希表 230 MB；引擎没有同时顺序读取两个索引的连接方式），遍历 45 万个实体的五百万三元组需
  6 至 7 秒，查找有两个来源的事实需 3 秒，其余统计需 1 秒。属性名按属性而非按事实检查，也只在有两个来源的实体中
  查找第二来源。
- **上千行的结果**每行约需十分之一毫秒。以一千万三元组上最大系列的 `derived-from` 为例，一半时间用于路径及排除项，
  四个标签和规模各占约十分之一，其余用于排序和连接。首次读取的数据要先解压磁盘上的一页，耗时加倍。`models`
  每行有十列，耗时约为十倍。
""",
}
