"""Errors with `--lang zh`: every sentence in Chinese, and what was typed as it was."""

from __future__ import annotations

import re

import pytest

from healcare_kg.cli import main

ENGLISH = re.compile(r"[a-z]+ [a-z]+ [a-z]+")  # three words in a row: a sentence left over


def said(capfd: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*argv])
    out, err = capfd.readouterr()
    assert (ended.value.code, out) == (2, "")
    return err


@pytest.mark.parametrize(
    ("argv", "chinese"),
    [
        (["query", "nosuch"], "没有名为 'nosuch' 的内置查询或文件；单独运行 `query`"),
        (["query", "derived-form"], "的内置查询或文件；您是否想找 derived-from？"),
        (["query", "derived-from", "Qwne"], "没有名为 'Qwne' 的模型；您是否想找 qwen"),
        (["query", "derived-from", "PsyQA"], "这是 psyqa (Dataset: PsyQA) 的名称"),
        (["query", "derived-from", "a", "b"], "最多接受 1 个值，却给出了 2 个：'b' 是多余的"),
        (["query", "derived-from", ""], "--base 应为模型的名称，不能为空"),
        (["query", "derived-from", "Qwen", "--base", "Qwen"], "--base 给出了两次"),
        (["query", "runnable", "--max-size", "x"], "--max-size 应为数字"),
        (["query", "runnable", "nosuch"], "没有名为 'nosuch' 的领域；可选值为："),
        (["query", "models", "--colour"], "没有选项 '--colour'"),
        (["query", "models", "-f", "xyz"], "的值无效：'xyz' 不是"),
        (["query", "models", "-f", "ttl"], "此查询的结果是表格，不是图"),
        (["query", "models", "-o", "x.docx"], "无法由扩展名 '.docx' 确定格式"),
        (["query", "models", "-o", "no/such/x.csv"], "无法写入：文件或文件夹不存在"),
        (["query", "models", "--data", "nofile"], "nofile: 文件或文件夹不存在"),
        (["query", "models", "--data", "a.ttl", "--endpoint", "http://x"], "只能二选一"),
        (["query", "-f", "csv"], "只用于查询结果"),
        (["query", "-e", "SELEC * {}"], "不是 SPARQL 查询的开头；您是否想找 SELECT？"),
        (["query", "-e", ""], "查询为空"),
        (["query", "-e", "ASK { ?s ?p }"], "-e:1:13: '}' 不能出现在这里"),
        (["query", "-e", "SELECT *"], "末尾缺少内容（应为 {）"),
        (["query", "-e", "ASK { ?s ?p ?o"], "此处的 '{' 没有闭合"),
        (["query", "-e", "ASK { ?s hgk:x ?o }"], "前缀“hgk:”没有声明（是否想用“hkg:”？）"),
        (["query", "-e", "ASK { ?s hkg:x ?o }"], "没有声明；请加上一行 PREFIX hkg:"),
        (["query", "-e", "LOAD <a:a>"], "LOAD 是更新操作；这里只运行查询"),
        (["query", "-e", "ASK { FILTER(<a:f>(1)) }"], "不支持自定义函数 <a:f>"),
        (["show", "MedGemma 27B"], "是多个实体的名称，请改用以下标识之一："),
        (["show", "qqqqqqqqqqqqq"], "没有名为 'qqqqqqqqqqqqq' 的实体；图谱中没有相近的名称"),
        (["show"], "缺少参数 'ENTITY'"),
        (["lineage", "Qwen", "--depth", "0"], "'--depth' 的值无效：0 不在范围"),
        (["qeury"], "没有命令 'qeury'；您是否想找 query？"),
    ],
)
def test_an_error_in_chinese_has_no_english_sentence_left(capfd, monkeypatch, argv, chinese):
    monkeypatch.setenv("HEALCARE_KG_LANG", "zh")
    err = said(capfd, *argv)
    assert chinese in err
    assert not ENGLISH.search(err.splitlines()[0])


def test_the_option_counts_more_than_the_environment(capfd, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_LANG", "zh")
    assert "no entity is named" in said(capfd, "show", "qqqqqqqqqqqqq", "--lang", "en")
    monkeypatch.delenv("HEALCARE_KG_LANG")
    assert "没有名为" in said(capfd, "show", "qqqqqqqqqqqqq", "--lang=zh")


def test_a_line_of_the_query_is_shown_as_it_is(capfd):
    err = said(capfd, "query", "-e", "ASK { ?s ?p # did you mean it?\n}", "--lang", "zh")
    line = said(capfd, "query", "-e", "ASK { ?s ?p 'the query is empty' ; ", "--lang", "zh")
    assert "不能出现在这里" in err
    assert "'the query is empty'" in line
