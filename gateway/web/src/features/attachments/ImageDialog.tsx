import { Button, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/shared/api/types';
import { downloadUrl, previewUrl } from './api';
import s from './Files.module.css';

/** An image in full. It is only ever an image to the browser, whatever is in the file. */
export function ImageDialog({ file, onClose }: { file: Attachment; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={file.file_name}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <img className={s.image} src={previewUrl(file)} alt={file.description || file.file_name} />
      <Button
        component="a"
        href={downloadUrl(file)}
        download={file.file_name}
        variant="default"
        mt="sm"
        leftSection={<IconDownload size={16} />}
      >
        {t('attachments.download')}
      </Button>
    </Modal>
  );
}
