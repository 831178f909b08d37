/** All calls about files of a client or a contact. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Attachment, Schemas } from '@/shared/api/types';

export const UPLOAD_URL = '/v1/attachments';
/** The service's limit; checked here too, so that nobody waits for an upload that will be refused. */
export const MAX_FILE_SIZE = 50 * 1024 * 1024;

export const downloadUrl = (file: Attachment) => `/v1/${file.name}:download`;
export const previewUrl = (file: Attachment) => `/v1/${file.name}:preview`;

const keyOf = (parent: string, deleted: boolean) => ['attachments', 'of', parent, deleted] as const;

export const attachmentsQuery = (parent: string, deleted: boolean) =>
  infiniteQueryOptions({
    queryKey: keyOf(parent, deleted),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/attachments', {
          params: { query: { parent, deleted, page_size: 30, page_token: pageParam || undefined } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

const refresh = (client: QueryClient, parent: string) =>
  client.invalidateQueries({ queryKey: ['attachments', 'of', parent] });

type Pages = InfiniteData<Schemas['ListAttachmentsResponse']>;

/** A file that has just come is on top, without asking again for all that is there. */
export function putFirst(client: QueryClient, parent: string, file: Attachment) {
  client.setQueryData<Pages>(keyOf(parent, false), (known) => {
    const [first, ...rest] = known?.pages ?? [];
    if (!known || !first) return known;
    const others = first.attachments.filter((each) => each.name !== file.name);
    return { ...known, pages: [{ ...first, attachments: [file, ...others] }, ...rest] };
  });
  void refresh(client, parent);
}

export function useAttachmentMutations(parent: string) {
  const client = useQueryClient();
  const onSettled = () => refresh(client, parent);
  const update = useMutation({
    meta: { handled: true },
    mutationFn: ({ file, ...changes }: { file: Attachment; file_name: string; description: string }) =>
      unwrap(
        http.PATCH('/v1/attachments/{attachment}', {
          params: { path: { attachment: idOf(file.name) } },
          body: { ...changes, etag: file.etag },
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (file: Attachment) =>
      unwrap(
        http.DELETE('/v1/attachments/{attachment}', {
          params: { path: { attachment: idOf(file.name) }, query: { etag: file.etag } },
        }),
      ),
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (file: Attachment) =>
      unwrap(
        http.POST('/v1/attachments/{attachment}:undelete', {
          params: { path: { attachment: idOf(file.name) } },
          body: { etag: file.etag },
        }),
      ),
    onSettled,
  });
  return { update, remove, restore };
}
