import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { type Purpose, type PurposeInput, purposesQuery, useSavePurpose } from '../consents/api';
import { titleOf } from '../consents/purposes';
import s from './Privacy.module.css';

const KINDS = ['ADVERTISING', 'PROCESSING', 'TRANSFER', 'OTHER'] as const;

/** What for people are asked, and by which text. */
export function Purposes() {
  const { t } = useTranslation();
  const can = useCan();
  const [edited, setEdited] = useState<Purpose | 'new' | null>(null);
  const purposes = useQuery({ ...purposesQuery, enabled: can('consents.read') }).data;
  if (!purposes) return null;
  const writes = can('consent_purposes.write');
  return (
    <section className={`card ${s.purposes}`} aria-label={t('consents.purposes')}>
      <div className={s.bar}>
        <h2 className={s.heading}>{t('consents.purposes')}</h2>
        {writes && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={15} />}
            onClick={() => setEdited('new')}
          >
            {t('consents.newPurpose')}
          </Button>
        )}
      </div>
      <p className={s.sub}>{t('consents.purposesHint')}</p>
      {purposes.map((purpose) => (
        <div key={purpose.name} className={s.purpose}>
          <span>{titleOf(purpose, t)}</span>
          <Tag>{t('consents.versions', { count: purpose.texts.length })}</Tag>
          {purpose.archived && <Tag color="yellow">{t('consents.archived')}</Tag>}
          {writes && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={`${t('consents.edit')}: ${titleOf(purpose, t)}`}
              onClick={() => setEdited(purpose)}
            >
              {t('consents.edit')}
            </Button>
          )}
        </div>
      ))}
      {edited && <Editor purpose={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  );
}

function Editor({ purpose, onClose }: { purpose: Purpose | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSavePurpose();
  const [name, setName] = useState(purpose?.display_name ?? '');
  const [kind, setKind] = useState<PurposeInput['kind']>(purpose?.kind || 'OTHER');
  const [text, setText] = useState(purpose?.text ?? '');
  const [archived, setArchived] = useState(purpose?.archived ?? false);
  const errors = fieldErrors(save.error);
  const error = (field: string) => errors[field] ?? errors[`consent_purpose.${field}`];
  return (
    <FormDrawer
      title={purpose ? titleOf(purpose, t) : t('consents.newPurpose')}
      size={520}
      action={t('ui.save')}
      saving={save.isPending}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { purpose, body: { display_name: name, kind, text, archived } },
          {
            onSuccess: () => {
              toastDone(t('consents.saved'));
              onClose();
            },
          },
        );
      }}
    >
      {save.error && Object.keys(errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      {!purpose?.built_in && (
        <TextInput
          data-autofocus
          label={t('consents.purposeName')}
          value={name}
          error={error('display_name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {!purpose && (
        <Select
          label={t('consents.purposeKind')}
          data={KINDS.map((value) => ({ value, label: t(`enums.ConsentPurpose.Kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(value as PurposeInput['kind'])}
        />
      )}
      <Textarea
        label={t('consents.purposeText')}
        description={t('consents.purposeTextHint')}
        minRows={8}
        value={text}
        error={error('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {purpose && !purpose.built_in && (
        <Checkbox
          label={t('consents.archived')}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      )}
    </FormDrawer>
  );
}
