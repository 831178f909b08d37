"""Generate build/gen (Python) and build/api.binpb (descriptors) from protos/.

`--baseline` keeps the descriptors, without comments and positions, as protos/api.binpb: what
`buf breaking` compares with.
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet

PROTOS = Path("protos")
GENERATED = Path("build/gen")
DESCRIPTORS = Path("build/api.binpb")
BASELINE = Path("protos/api.binpb")


def main() -> int:
    if sys.argv[1:] == ["--baseline"]:
        write_baseline()
        return 0
    sources = sorted(str(path) for path in PROTOS.glob("crm/**/*.proto"))
    if not sources:
        print("protos: no .proto files under protos/crm")
        return 1
    GENERATED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=GENERATED.parent, prefix="protos-") as name:
        fresh, descriptors = Path(name) / "gen", Path(name) / "api.binpb"
        fresh.mkdir()
        # A command of its own: protoc keeps what it once read, and its module has no types.
        command = [sys.executable, "-m", "grpc_tools.protoc", *arguments(fresh, descriptors)]
        if subprocess.run([*command, *sources], check=False).returncode != 0:
            return 1
        replace_tree(fresh, GENERATED)
        shutil.move(descriptors, DESCRIPTORS)
    print(f"protos: {len(sources)} files")
    return 0


def write_baseline() -> None:
    api = FileDescriptorSet.FromString(DESCRIPTORS.read_bytes())
    for file in api.file:
        file.ClearField("source_code_info")
    BASELINE.write_bytes(api.SerializeToString())


def arguments(generated: Path, descriptors: Path) -> list[str]:
    # grpcio-tools brings google/protobuf, googleapis-common-protos the rest of google/.
    bundled = files("grpc_tools") / "_proto"
    googleapis = Path(str(files("google.api") / "annotations.proto")).parents[2]
    return [
        f"--proto_path={PROTOS}",
        f"--proto_path={bundled}",
        f"--proto_path={googleapis}",
        f"--python_out={generated}",
        f"--grpc_python_out={generated}",
        f"--pyi_out={generated}",
        "--include_imports",
        "--include_source_info",
        f"--descriptor_set_out={descriptors}",
    ]


def replace_tree(fresh: Path, target: Path) -> None:
    """Write only what changed: a running test or service must not see a half-empty folder."""
    wanted = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
    for relative in wanted:
        old = target / relative
        if not old.exists() or not filecmp.cmp(fresh / relative, old, shallow=False):
            old.parent.mkdir(parents=True, exist_ok=True)
            (fresh / relative).replace(old)
    for old in [path for path in target.rglob("*") if path.suffix in {".py", ".pyi"}]:
        if old.relative_to(target) not in wanted:
            old.unlink()


if __name__ == "__main__":
    sys.exit(main())
