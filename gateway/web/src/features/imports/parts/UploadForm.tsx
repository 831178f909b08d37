import { Button, Group, Modal, Progress, Radio, SegmentedControl, Select, Stack } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { requestId } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { templatesQuery } from '../api';
import type { DuplicatePolicy, ImportFile, ImportKind } from '../model';
import { kindGuess } from '../upload';
import { OwnerPicker, SegmentsPicker } from './pickers';
import { fileSize } from './texts';
import s from './UploadForm.module.css';
import { useUpload } from './useUpload';

interface Props {
  file: File;
  onDone: (created: ImportFile) => void;
  onClose: () => void;
}

const POLICIES: readonly DuplicatePolicy[] = ['SKIP', 'UPDATE'];
const KINDS: readonly ImportKind[] = ['LEGAL', 'INDIVIDUAL'];
/** What to know before reading a file; everything here can be changed on the desk too. */
export function UploadForm({ file, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [kind, setKind] = useState<ImportKind>(() => kindGuess(file.name));
  const [policy, setPolicy] = useState<DuplicatePolicy>('SKIP');
  const [owner, setOwner] = useState('');
  const [segments, setSegments] = useState<string[]>([]);
  const [template, setTemplate] = useState('');
  // One id for the form: pressing the button again after a lost answer starts no second import.
  const [id] = useState(requestId);
  const templates = useQuery(templatesQuery(kind));
  const { state, start, cancel } = useUpload<ImportFile>(onDone);
  const sending = state.at === 'sending';

  const submit = () =>
    start(
      '/v1/imports',
      {
        kind,
        file_name: file.name,
        duplicate_policy: policy,
        owner,
        segments,
        template,
        request_id: id,
      },
      file,
    );
  return (
    <Modal
      opened
      onClose={sending ? () => undefined : onClose}
      title={t('importsUi.form.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close'), disabled: sending }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <div className={s.file}>
            <IconFileSpreadsheet size={22} stroke={1.6} aria-hidden />
            <span className={s.name} title={file.name}>
              {file.name}
            </span>
            <span className={s.size}>{fileSize(file.size)}</span>
          </div>
          <fieldset disabled={sending} className={s.fields}>
            <div className={s.wide}>
              <span className={s.label} id="import-kind">
                {t('importsUi.form.kind')}
              </span>
              <SegmentedControl
                fullWidth
                aria-labelledby="import-kind"
                disabled={sending}
                value={kind}
                onChange={(value) => {
                  setKind(value as ImportKind);
                  setTemplate('');
                }}
                data={KINDS.map((value) => ({ value, label: t(`importsUi.kind.${value}`) }))}
              />
            </div>
            {can('users.read') && <OwnerPicker value={owner} onChange={setOwner} />}
            {can('segments.read') && <SegmentsPicker value={segments} onChange={setSegments} />}
            {(templates.data?.length ?? 0) > 0 && (
              <Select
                label={t('importsUi.form.template')}
                placeholder={t('importsUi.form.templateAuto')}
                data={templates.data?.map((one) => ({ value: one.name, label: one.display_name }))}
                value={template || null}
                onChange={(value) => setTemplate(value ?? '')}
                clearable
              />
            )}
            <Radio.Group
              className={s.wide}
              label={t('importsUi.form.policy')}
              value={policy}
              onChange={(value) => setPolicy(value as DuplicatePolicy)}
              classNames={{ label: s.label }}
            >
              <div className={s.policies}>
                {POLICIES.map((value) => (
                  <Radio.Card key={value} value={value} className={s.policy} disabled={sending}>
                    <Radio.Indicator size="xs" />
                    <span>
                      <b>{t(`importsUi.policy.${value}`)}</b>
                      <small>{t(`importsUi.policyHint.${value}`)}</small>
                    </span>
                  </Radio.Card>
                ))}
              </div>
            </Radio.Group>
          </fieldset>
          {sending && (
            <div>
              <div className={s.sending}>
                <span>{t('importsUi.form.uploading')}</span>
                <span className="num">{Math.round(state.share * 100)} %</span>
              </div>
              <Progress value={state.share * 100} aria-label={t('importsUi.form.uploading')} />
            </div>
          )}
          {state.at === 'refused' && (
            <div className={s.error} role="alert">
              {state.error}
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={sending ? cancel : onClose}>
              {t(sending ? 'importsUi.form.cancel' : 'ui.cancel')}
            </Button>
            <Button type="submit" loading={sending} data-autofocus>
              {t('importsUi.form.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
