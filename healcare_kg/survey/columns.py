"""What the columns of a table are called: the survey's headers in both languages, and others'."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["DATASET", "DATASET_COLUMNS", "MODEL", "MODEL_COLUMNS", "Columns", "read_columns"]

MODEL, DATASET = "model", "dataset"
# The survey's own columns in their order, and what heads them in each language.
MODEL_COLUMNS = {
    "name": ("Model", "模型"),
    "author": ("Author", "作者"),
    "venue": ("Venue", "发表"),
    "focus": ("Focus", "定位"),
    "base": ("Base model", "预训练"),
    "method": ("Fine-tuning", "微调"),
    "data": ("Dataset", "数据集"),
    "size": ("Size/B", "规模/B"),
    "evaluation": ("Evaluation", "评测指标"),
    "comments": ("Comments", "备注"),
}
DATASET_COLUMNS = {
    "name": ("Name", "名称"),
    "author": ("Author", "作者"),
    "venue": ("Venue", "发表"),
    "focus": ("Focus", "定位"),
    "form": ("Form", "形式"),
    "amount": ("Size", "规模"),
    "access": ("Access", "开源方式"),
}
_SYNONYMS = {
    "model": "model model_name models llm llms vlm vlms name_of_model 模型 模型名 模型名称 大模型",
    "dataset": "dataset datasets data_set dataset_name corpus benchmark 数据集 数据集名称 语料 "
    "语料库",
    "name": "name 名称 名字",
    "title": "title paper_title 标题 题目 论文标题",
    "author": "author authors institute institution institutions organization organisation org "
    "affiliation team developer developers by company maker makers 作者 机构 单位 团队 研究机构 "
    "开发者 发布机构 发布者 院校",
    "venue": "venue published published_in publication conference journal 发表 发表于 会议 期刊",
    "paper": "paper papers paper_link arxiv 论文 文章 论文链接",
    "focus": "focus description purpose task tasks intro introduction summary features 定位 简介 "
    "描述 介绍 用途 说明 内容概述",
    "domain": "domain field speciality specialty 领域 科室 专科",
    "language": "language languages preferred_languages lang 语言 语种",
    "base": "base base_model base_models backbone base_llm foundation_model pretrained "
    "pre_training pretraining pre_trained_model 预训练 预训练模型 基座 基座模型 底座 底座模型 "
    "基础模型",
    "method": "ift_methods fine_tuning finetuning fine_tune method methods training_method tuning "
    "微调 微调方法 微调方式 训练方法 训练方式",
    "data": "training_data train_data training_dataset training_datasets data 训练数据 训练集 "
    "训练数据集 微调数据 数据",
    "size": "size/b sizes/b parameters params para param parameter parameter_size model_size "
    "para_(b) params_(b) size_(b) parameters_(b) #params #parameters #para 规模/b 参数量 "
    "参数规模 模型参数 模型参数大小 模型规模 参数 规模(b) 参数量/b 参数量(b)",
    "amount": "data_size amount dataset_size #samples samples #examples number 数据规模 数据大小 "
    "数据量 样本数",
    "sized": "size scale 规模 大小",
    "evaluation": "evaluation evaluations metric metrics eval 评测 评测指标 评估 评价指标",
    "comments": "comments comment notes note remarks remark 备注 评论 说明备注",
    "form": "form type format 形式 类型 数据形式 格式",
    "access": "open_sources access open_source availability openness open open_sourced 开源方式 "
    "获取方式 开放方式 是否开源 开源 开源情况",
    "license": "license licence 许可证 许可 协议 开源协议",
    "date": "date released release release_date time published_date publish_date 日期 时间 "
    "发布时间 发布日期",
    "year": "year 年份 年",
    "repository": "code github repo repository repositories 代码 仓库 代码仓库 代码地址",
    "weights": "model_weight weights checkpoint checkpoints model_weights huggingface "
    "hugging_face hf model_link weight 权重 模型权重 模型下载 权重下载",
    "link": "link links url urls website homepage project address download 链接 地址 下载 主页 "
    "获取链接 下载链接 项目地址",
    "toolkit": "toolkit framework 框架 工具",
}
_KEYS = {word: key for key, words in _SYNONYMS.items() for word in words.split()}
_ONLY_MODEL = {"base", "method", "size", "weights", "toolkit"}
_ONLY_DATASET = {"form", "amount"}
_OF_DATA = re.compile(r"dataset|data set|corpus|corpora|benchmark|数据集|语料|基准", re.IGNORECASE)
_OF_MODELS = re.compile(r"model|llm|vlm|模型", re.IGNORECASE)
_MEDICAL = re.compile(r"\b(?:medical|clinical|healthcare|health|psychology|mental)\b")


@dataclass(frozen=True)
class Columns:
    """What a table is about (`model` or `dataset`) and what each column says; None: not known.

    `titled`: it lists papers, whose titles may begin with the name of a model or dataset.
    """

    kind: str
    keys: tuple[str | None, ...]
    titled: bool = False


def read_columns(headers: Sequence[str], heading: str) -> Columns | None:
    """What the columns of a table say, or None where no column names a model or dataset.

    >>> read_columns(["模型", "规模/B", "Stars"], "")
    Columns(kind='model', keys=('name', 'size', None), titled=False)
    """
    found = [column_key(header) for header in headers]
    kind, name = _kind(found, heading)
    if kind is None:
        return None
    keys: list[str | None] = []
    for index, key in enumerate(found):
        if index == name:
            keys.append("name")
        elif key == "dataset":
            keys.append("data" if kind == MODEL else None)
        elif key in ("model", "name"):
            keys.append(None)
        elif key == "title":
            keys.append("paper")
        elif key == "sized":
            keys.append("size" if kind == MODEL else "amount")
        else:
            keys.append(key)
    return Columns(kind, tuple(keys), titled=found[name] == "title")


def column_key(header: str) -> str | None:
    """What a column of this header says, before it is known what the table is about.

    >>> column_key("**Para. (B)**"), column_key("Medical Dataset")
    ('size', 'dataset')
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"[*`:.?]|[^\w\s/()#-]", "", text)
    for form in (text, _MEDICAL.sub("", text), re.sub(r"\(.*?\)", "", text)):
        key = _KEYS.get(re.sub(r"[\s_-]+", "_", form.strip()))
        if key:
            return key
    return None


def _kind(found: Sequence[str | None], heading: str) -> tuple[str | None, int]:
    """What the table is about and which column has the names."""
    if "model" in found:
        return MODEL, found.index("model")
    if "name" in found:
        index = found.index("name")
        if _ONLY_MODEL & set(found) or ("dataset" in found and not _ONLY_DATASET & set(found)):
            return MODEL, index
        if _ONLY_DATASET & set(found) or _OF_DATA.search(heading):
            return DATASET, index
        return (MODEL, index) if _OF_MODELS.search(heading) else (None, index)
    if "dataset" in found and not _ONLY_MODEL & set(found):
        return DATASET, found.index("dataset")
    if "title" in found:
        return (DATASET if _OF_DATA.search(heading) else MODEL), found.index("title")
    return None, 0
