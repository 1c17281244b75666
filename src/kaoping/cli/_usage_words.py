"""What is wrong with a command line, in Chinese: click knows it, but says it in English."""

import re

import click

_VALUE_FAULTS = (
    (r"(?:File|Path) (?P<value>.+) does not exist\.", "{value} 不存在，请检查路径。"),
    (r"Directory (?P<value>.+) does not exist\.", "目录 {value} 不存在，请检查路径。"),
    (r"(?:File|Path) (?P<value>.+) is a directory\.", "{value} 是目录，应为文件。"),
    (r"Directory (?P<value>.+) is a file\.", "{value} 是文件，应为目录。"),
    (r"\w+ (?P<value>.+) is not readable\.", "{value} 不能读取，请检查权限。"),
    (r"\w+ (?P<value>.+) is not writable\.", "{value} 不能写入，请检查权限。"),
    (r"(?P<value>.+) is not one of (?P<allowed>.+)\.", "{value} 不在可选的值之中，可选：{allowed}。"),
    (r"(?P<value>.+) is not in the range (?P<allowed>.+)\.", "{value} 超出范围，应为 {allowed}。"),
    (r"(?P<value>.+) is not a valid integer(?: range)?\.", "{value} 不是整数。"),
    (r"(?P<value>.+) is not a valid float(?: range)?\.", "{value} 不是数。"),
    (r"(?P<value>.+) does not match the formats? (?P<allowed>.+)\.", "{value} 的写法不对，应如 {allowed}。"),
)
_DATE_FORMATS = {"%Y-%m-%d": "2022-12-31"}


def usage_message(error: click.ClickException) -> str:
    """Return what is wrong with a command line and where to read how to write it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    advice = f"用法见 {context.command_path} --help。" if context else "用法见 kaoping --help。"
    if isinstance(error, click.MissingParameter):
        return f"错误：缺少参数 {_parameter(error)}。{advice}"
    if isinstance(error, click.NoSuchOption):
        near = f"是否想写 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"错误：没有选项 {error.option_name}。{near}{advice}"
    if isinstance(error, click.BadParameter):
        return f"错误：参数 {_parameter(error)} 的值不对：{_value_fault(error.message)}{advice}"
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        return f"错误：没有这个命令：{error.message.partition(' command ')[2].rstrip('.')}。{advice}"
    if isinstance(error, click.UsageError) and error.message.startswith("Missing command"):
        return f"错误：没有写要做什么。{advice}"
    unexpected = re.fullmatch(r"Got unexpected extra arguments? \((?P<extra>.+)\)", error.message)
    if unexpected:
        return f"错误：多出了参数 {unexpected['extra']}。{advice}"
    missing = re.fullmatch(r"Option '(?P<option>[^']+)' requires an argument\.", error.message)
    if missing:
        return f"错误：选项 {missing['option']} 后面没有写值。{advice}"
    return f"错误：{error.format_message()}{advice}"


def _parameter(error: click.BadParameter) -> str:
    """The parameter as a person writes it: --option, or ARGUMENT as in the help text."""
    if isinstance(error.param, click.Argument) and error.ctx:
        return error.param.make_metavar(error.ctx)
    if error.param:
        return max(error.param.opts, key=len)
    hint = error.param_hint or ""
    return hint if isinstance(hint, str) else "、".join(hint)


def _value_fault(message: str) -> str:
    for pattern, words in _VALUE_FAULTS:
        found = re.fullmatch(pattern, message)
        if found:
            parts = {name: text.replace("'", "").replace(", ", "、") for name, text in found.groupdict().items()}
            return words.format(
                **parts | {"allowed": _DATE_FORMATS.get(parts.get("allowed", ""), parts.get("allowed"))}
            )
    return message
