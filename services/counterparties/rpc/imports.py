"""ImportService over gRPC."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from google.api import httpbody_pb2
from google.protobuf import empty_pb2

from crm.counterparties.v1 import imports_pb2 as pb
from crm.counterparties.v1 import imports_pb2_grpc as pb_grpc
from services.counterparties.imports import checking, desk, errors_file, store, uploads
from services.counterparties.imports.columns import Kind
from services.counterparties.imports.import_run import Import, ImportTemplate
from services.counterparties.rpc import import_rows
from services.kit import files, sheets, wire
from services.kit.caller import Caller
from services.kit.downloads import as_sheet
from services.kit.errors import AlreadyExists, FieldRequired, InvalidArgument
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.rpc import Servicer, request_id
from services.kit.uploads import whole

_KINDS = wire.enum_names(pb.Import.Kind.DESCRIPTOR)
_POLICIES = wire.enum_names(pb.Import.DuplicatePolicy.DESCRIPTOR)
_VERDICTS = wire.enum_names(pb.ImportRow.Verdict.DESCRIPTOR)


class ImportServicer(Servicer, pb_grpc.ImportServiceServicer):
    def CreateImport(
        self, request_iterator: Iterator[pb.CreateImportRequest], context: object
    ) -> pb.Import:
        caller, db = self.asked(context)
        first = next(request_iterator, pb.CreateImportRequest())
        draft = _draft(db, caller, first)
        if known := _sent_before(db, caller, draft):
            return _import(known)
        pieces = whole(first, request_iterator)

        def keep(size: int) -> Import:
            return desk.create(db, caller, replace(draft, file_size=size))

        try:
            return _import(_with_file(db, draft.file, pieces, keep))
        except AlreadyExists:
            # The same request, sent again while its file was still on the way.
            if known := _sent_before(db, caller, draft):
                return _import(known)
            raise

    def GetImport(self, request: pb.GetImportRequest, context: object) -> pb.Import:
        caller, db = self.asked(context)
        return _import(store.visible_import(db, caller, request.name))

    def ListImports(
        self, request: pb.ListImportsRequest, context: object
    ) -> pb.ListImportsResponse:
        caller, db = self.asked(context)
        page = store.page_of_imports(db, caller, request)
        return pb.ListImportsResponse(
            imports=[_import(each) for each in page.items], next_page_token=page.next_page_token
        )

    def UpdateImport(self, request: pb.UpdateImportRequest, context: object) -> pb.Import:
        caller, db = self.asked(context)
        sent: pb.Import = getattr(request, "import")
        values = from_proto(sent, Import, request.update_mask.paths)
        return _import(desk.update(db, caller, sent.name, sent.etag, values))

    def DeleteImport(self, request: pb.DeleteImportRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        desk.delete(db, caller, request.name)
        return empty_pb2.Empty()

    def ListImportRows(
        self, request: pb.ListImportRowsRequest, context: object
    ) -> pb.ListImportRowsResponse:
        caller, db = self.asked(context)
        imported = store.visible_import(db, caller, request.parent)
        verdict = _VERDICTS[request.verdict]
        page = store.page_of_rows(db, imported.name, verdict, request.reason, request)
        return pb.ListImportRowsResponse(
            rows=import_rows.rows(db, caller, imported, page.items),
            next_page_token=page.next_page_token,
        )

    def CountImportReasons(
        self, request: pb.CountImportReasonsRequest, context: object
    ) -> pb.CountImportReasonsResponse:
        caller, db = self.asked(context)
        imported = store.visible_import(db, caller, request.name)
        counts = store.reason_counts(db, imported.name, _VERDICTS[request.verdict])
        answer = pb.CountImportReasonsResponse()
        for reason, count in counts.items():
            answer.reasons.add(reason=reason, count=count)
        return answer

    def UpdateImportRow(self, request: pb.UpdateImportRowRequest, context: object) -> pb.ImportRow:
        caller, db = self.asked(context)
        sent = request.row
        row = checking.update_row(db, caller, sent.name, sent.etag, dict(sent.values))
        imported = store.visible_import(db, caller, row["parent"])
        return import_rows.rows(db, caller, imported, [row])[0]

    def BulkUpdateImportRows(
        self, request: pb.BulkUpdateImportRowsRequest, context: object
    ) -> pb.Import:
        caller, db = self.asked(context)
        values = {
            "column": request.column,
            "verdict": _VERDICTS[request.verdict],
            "reason": request.reason,
            "find": request.find,
            "replace": request.replace,
        }
        return _import(desk.bulk_update_rows(db, caller, request.name, values))

    def CreateImportedCounterparties(
        self, request: pb.CreateImportedCounterpartiesRequest, context: object
    ) -> pb.Import:
        caller, db = self.asked(context)
        if bool(request.rows) == request.all_valid:
            text = "Give either all_valid or rows"
            raise InvalidArgument(text, field="rows", reason="ALL_VALID_OR_ROWS")
        return _import(desk.create_clients(db, caller, request.name, tuple(request.rows)))

    def UndoImport(self, request: pb.UndoImportRequest, context: object) -> pb.Import:
        caller, db = self.asked(context)
        return _import(desk.undo(db, caller, request.name))

    def ExportImportErrors(
        self, request: pb.ExportImportErrorsRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        imported = store.visible_import(db, caller, request.name)
        file_format = sheets.format_of(request.format)
        found = errors_file.rows(db, caller, imported)
        return _download(sheets.writer(file_format)(found), imported.file_name, file_format)

    def RepairImport(
        self, request_iterator: Iterator[pb.RepairImportRequest], context: object
    ) -> pb.Import:
        caller, db = self.asked(context)
        first = next(request_iterator, pb.RepairImportRequest())
        imported = store.visible_import(db, caller, first.name, desk.WRITE)
        imported.require_rest()
        upload = f"{imported.name}/repairs/{uuid.uuid4()}"
        pieces = whole(first, request_iterator)

        def keep(_size: int) -> Import:
            errors_file.layout_of_repaired(db, upload, imported)
            return desk.repair(db, caller, imported.name, upload)

        return _import(_with_file(db, upload, pieces, keep))

    def ListImportTemplates(
        self, request: pb.ListImportTemplatesRequest, context: object
    ) -> pb.ListImportTemplatesResponse:
        _, db = self.asked(context)
        page = store.page_of_templates(db, _KINDS[request.kind], request)
        return pb.ListImportTemplatesResponse(
            import_templates=[to_proto(each, pb.ImportTemplate) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateImportTemplate(
        self, request: pb.CreateImportTemplateRequest, context: object
    ) -> pb.ImportTemplate:
        caller, db = self.asked(context)
        values = from_proto(request.import_template, ImportTemplate)
        return to_proto(desk.keep_template(db, caller, values), pb.ImportTemplate)

    def DeleteImportTemplate(
        self, request: pb.DeleteImportTemplateRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        desk.delete_template(db, caller, request.name)
        return empty_pb2.Empty()


def _import(imported: Import) -> pb.Import:
    return to_proto(imported, pb.Import)


def _draft(db: Db, caller: Caller, sent: pb.CreateImportRequest) -> Import:
    """The import as asked for, without its file; refused before the file is received."""
    kind = _KINDS.get(sent.kind, "")
    if not kind:
        raise FieldRequired("kind is required: LEGAL or INDIVIDUAL", field="kind")
    settings = desk.settings_of(
        db,
        caller,
        {
            "duplicate_policy": _POLICIES.get(sent.duplicate_policy, ""),
            "owner": sent.owner,
            "segments": tuple(sent.segments),
        },
    )
    if sent.template:
        desk.require_template(db, sent.template, Kind(kind))
    name = store.IMPORTS.new_name(request_id(sent.request_id))
    return Import(
        name=name,
        file=f"{name}/uploads/{uuid.uuid4()}",
        kind=Kind(kind),
        file_name=sent.file_name[:255],
        template=sent.template,
        **settings,
    )


def _sent_before(db: Db, caller: Caller, draft: Import) -> Import | None:
    known = store.IMPORTS.find(db, draft.name)
    return known if known is not None and known.creator == caller.user else None


def _with_file(db: Db, name: str, pieces: Iterator[bytes], keep: Callable[[int], Import]) -> Import:
    """Stores the file, then what it belongs to; a file that belongs to nothing does not stay."""
    size = uploads.keep(db, name, pieces)
    try:
        return keep(size)
    except Exception:
        files.delete(db, name)
        raise


def _download(
    pieces: Iterator[bytes], original: str, file_format: str
) -> Iterator[httpbody_pb2.HttpBody]:
    # What is wrong is told before the file begins.
    begun = chain([next(pieces, b"")], pieces)
    stem = original.rpartition(".")[0] or original or "import"
    return as_sheet(begun, file_format, f"{stem}-errors")
