/** A repaired error file goes onto the same staging rows; the answer is the import being checked anew. */
import { useQueryClient } from '@tanstack/react-query';
import { importQuery } from '../api';
import type { ImportFile } from '../model';
import { useUpload } from './useUpload';

export function useRepair(name: string, onDone: () => void) {
  const client = useQueryClient();
  const { state, start } = useUpload<ImportFile>((file) => {
    client.setQueryData(importQuery(name).queryKey, file);
    void client.invalidateQueries({ queryKey: ['importRows', name] });
    onDone();
  });
  return { state, start: (file: File) => start(`/v1/${name}:repair`, { file_name: file.name }, file) };
}
