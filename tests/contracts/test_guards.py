"""Each guard is shown a planted violation and must refuse it: a guard that never bites is none."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf import descriptor_pb2 as pb

from crm.type.v1 import options_pb2
from tests.contracts import rpc_rules, text_rules, tree_rules
from tests.contracts.descriptors import ROOT, Descriptors

BIN = Path(sys.executable).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tree's code that may be spoiled."""
    ignored = shutil.ignore_patterns("web", "__pycache__", "node_modules")
    for folder in ("services", "gateway", "deploy", "protos", "build/gen"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "build" / "api.binpb", tmp_path / "build")
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def refuses(folder: Path, *command: str) -> str:
    """What the tool says; it must fail."""
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ".:build/gen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0, f"{command[0]} let it pass: {result.stdout}"
    return result.stdout + result.stderr


def plant(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(text)


def test_ruff_refuses_a_naive_moment_and_a_print(copy: Path) -> None:
    plant(
        copy / "services/identity/planted.py",
        "from datetime import datetime\nprint(datetime.now())\n",
    )
    said = refuses(copy, "ruff", "check", "--no-cache", "services/identity")
    assert {"DTZ005", "T201", "D100", "TID251"} <= set(said.replace(":", " ").split())


def test_pyright_refuses_an_untyped_function_in_a_service(copy: Path) -> None:
    plant(copy / "services/identity/planted.py", '"""Planted."""\n\n\ndef f(x):\n    return x\n')
    assert "reportMissingParameterType" in refuses(copy, "pyright", "services/identity/planted.py")


def test_biome_refuses_what_the_front_end_must_not_do(tmp_path: Path) -> None:
    web = ROOT / "gateway" / "web"
    shutil.copy(web / "biome.json", tmp_path)
    plant(
        tmp_path / "src/planted.tsx",
        "import { useEffect, useState } from 'react';\n\n"
        "export function Planted({ id }: { id: string }) {\n"
        "  useEffect(() => console.log(id), []);\n"
        '  return <img src="a.png" />;\n'
        "}\n",
    )
    said = refuses(tmp_path, str(web / "node_modules/.bin/biome"), "check", "src")
    for rule in ("useExhaustiveDependencies", "noUnusedImports", "useAltText"):
        assert rule in said
    plant(tmp_path / "src/crooked.ts", 'export const word = "x"\n')
    assert "format" in refuses(
        tmp_path, str(web / "node_modules/.bin/biome"), "check", "src/crooked.ts"
    )


def test_import_linter_refuses_each_forbidden_import(copy: Path) -> None:
    planted = [
        ("services/identity/planted.py", "import services.counterparties.phones", "1. "),
        ("services/identity/store.py", "import services.identity.actions", "2. "),
        ("services/kit/planted.py", "import crm.identity.v1.users_pb2", "3. "),
        ("gateway/planted.py", "import services.identity.user", "4. "),
        ("services/identity/planted.py", "import pymongo", "5. "),
        ("services/identity/planted.py", "import grpc", "6a. "),
        ("services/identity/planted.py", "import nameko", "6b. "),
        ("services/identity/planted.py", "import pika", "6c. "),
        ("services/identity/user.py", "import services.identity.service", "7. "),
    ]
    for file, line, _ in planted:
        plant(copy / file, f"\n{line}\n")
    said = refuses(copy, "lint-imports", "--no-logo", "--no-cache")
    verdicts = said.partition("Broken contracts")[0]
    for _, line, contract in planted:
        verdict = re.search(rf"(?ms)^{re.escape(contract)}[^.]*?(KEPT|BROKEN)", verdicts)
        assert verdict, verdicts
        assert verdict[1] == "BROKEN", f"{line} passed contract {contract}"


def test_buf_lint_refuses_a_badly_named_service(copy: Path) -> None:
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    users.service[0].name = "Users"
    (copy / "build/api.binpb").write_bytes(api.SerializeToString())
    said = refuses(copy, "buf", "lint", "build/api.binpb", "--config", "protos/buf.yaml")
    assert "should be suffixed" in said


def test_buf_breaking_refuses_a_removed_field(copy: Path) -> None:
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    del users.message_type[0].field[1]
    (copy / "build/new.binpb").write_bytes(api.SerializeToString())
    said = refuses(
        copy,
        *("buf", "breaking", "build/new.binpb", "--against", "build/api.binpb"),
        *("--config", "protos/buf.yaml"),
    )
    assert "was deleted" in said


def test_the_rpc_rules_refuse_a_method_without_route_permission_and_comment(copy: Path) -> None:
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    users.source_code_info.ClearField("location")
    users.service[0].method[0].ClearField("options")
    found = rpc_rules.problems(saved(api, copy))
    method = "crm.identity.v1.UserService.GetUser"
    assert {f"{method}: declares no permission", f"{method}: has no route"} <= set(found)
    assert any(each.startswith(f"{method}: needs a comment") for each in found)


def test_the_rpc_rules_refuse_a_list_without_pages_and_a_resource_without_its_shape(
    copy: Path,
) -> None:
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    messages = {message.name: message for message in users.message_type}
    messages["ListUsersRequest"].ClearField("field")
    messages["UpdateUserRequest"].ClearField("field")
    found = " ".join(rpc_rules.problems(saved(api, copy)))
    assert "ListUsers: its request needs page_token" in found
    assert "UpdateUser: its request needs update_mask" in found


def test_the_text_rules_refuse_a_reason_and_a_permission_nobody_translated(copy: Path) -> None:
    plant(
        copy / "services/identity/planted.py", 'class Planted(Exception):\n    reason = "PLANTED"\n'
    )
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    users.service[0].method[0].options.Extensions[options_pb2.permission] = "planted.read"
    found = text_rules.problems(saved(api, copy), copy)
    assert {"ru: no text for errors.PLANTED", "en: no text for permissions.planted.read"} <= set(
        found
    )


def test_the_text_rules_refuse_two_enums_of_one_name(copy: Path) -> None:
    api = descriptor_set(copy)
    users = next(file for file in api.file if file.name.endswith("identity/v1/users.proto"))
    phone = users.message_type.add(name="Phone")
    phone.enum_type.add(name="Kind").value.add(name="KIND_UNSPECIFIED")
    assert "two enums are called Phone.Kind" in text_rules.problems(saved(api, copy), ROOT)


def test_the_tree_rules_refuse_long_vague_and_incomplete(copy: Path) -> None:
    plant(copy / "services/identity/utils.py", "x = 1\n" * 401)
    plant(copy / "services/identity/long.py", "def f():\n" + "    x = 1\n" * 50)
    plant(copy / "services/planted/__init__.py", "")
    plant(copy / "notes.txt", "")
    found = " ".join(tree_rules.problems(copy))
    assert "utils.py: 401 lines" in found
    assert "'utils' says nothing" in found
    assert "f has 51 lines" in found
    assert "services/planted: service.py is missing" in found
    assert "notes.txt: nothing else belongs at the top" in found


def descriptor_set(folder: Path) -> pb.FileDescriptorSet:
    return pb.FileDescriptorSet.FromString((folder / "build/api.binpb").read_bytes())


def saved(api: pb.FileDescriptorSet, folder: Path) -> Descriptors:
    file = folder / "build/planted.binpb"
    file.write_bytes(api.SerializeToString())
    return Descriptors(file)
