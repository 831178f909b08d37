import { Button, Checkbox, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { supplement } from '@/features/duplicates';
import { http, requestId, unwrap } from '@/shared/api/client';
import type { Counterparty, CounterpartyPatch } from '@/shared/api/types';
import { toastDone, toastError } from '@/shared/ui/toast';
import { itemQuery, patch } from '../api';
import { useNames } from '../card/useNames';
import { type FieldId, labelKey } from '../fields/fields';
import { valueText } from '../fields/valueText';
import { deleteDraft } from './api';
import type { Sent } from './model';
import type { Keeping } from './useKeeping';

interface Props {
  /** The client that is there already. */
  name: string;
  draft: string;
  sent: Sent;
  keeping: Keeping;
  onClose: () => void;
  onOpen: (name: string) => void;
}

/** What was typed goes into the client that is there: only what it lacks, and only what is ticked. */
export function SupplementDialog(props: Props) {
  const { t } = useTranslation();
  const { data: there, error } = useQuery(itemQuery(props.name));
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={there ? t('wizard.supplement', { name: there.display_name }) : t('duplicates.supplement')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {there ? (
        <Choices {...props} there={there} />
      ) : error ? (
        <Text>{t('ui.failed')}</Text>
      ) : (
        <Loader size="sm" />
      )}
    </Modal>
  );
}

function Choices({ there, draft, sent, keeping, onClose, onOpen }: Props & { there: Counterparty }) {
  const { t } = useTranslation();
  const changes = useMemo(() => supplement(there, sent.counterparty), [there, sent]);
  const fields = useMemo(
    () =>
      Object.entries(changes)
        .filter(([field]) => field !== 'etag')
        .map(([field, value]) => ({ field, value: added(there, field, value) })),
    [changes, there],
  );
  const names = useNames(fields);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const people = sent.contacts.map((contact, at) => ({ key: `contact.${at}`, contact }));
  const chosen = (key: string) => !left.includes(key);
  const toggle = (key: string) =>
    setLeft((before) => (before.includes(key) ? before.filter((one) => one !== key) : [...before, key]));
  const some = fields.some(({ field }) => chosen(field)) || people.some(({ key }) => chosen(key));
  const add = async () => {
    setBusy(true);
    try {
      const taken = Object.fromEntries(
        Object.entries(changes).filter(([field]) => field === 'etag' || chosen(field)),
      );
      if (Object.keys(taken).length > 1) await patch(there.name, taken as CounterpartyPatch);
      for (const { key, contact } of people) {
        if (!chosen(key)) continue;
        const body = { ...contact, counterparty: there.name };
        await unwrap(http.POST('/v1/contacts', { params: { query: { request_id: requestId() } }, body }));
      }
      if (await keeping.finish()) await deleteDraft(draft);
      toastDone(t('duplicates.supplemented', { name: there.display_name }));
      onOpen(there.name);
    } catch (error) {
      keeping.resume();
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Stack gap="md">
      {fields.length + people.length === 0 ? (
        <Text size="sm">{t('wizard.nothingToAdd')}</Text>
      ) : (
        <Stack gap="xs" role="group" aria-label={t('wizard.toAdd')}>
          {fields.map(({ field, value }) => (
            <Checkbox
              key={field}
              checked={chosen(field)}
              onChange={() => toggle(field)}
              label={
                <>
                  {t(labelKey(field as FieldId, there.kind))}: <b>{valueText(field, value, names)}</b>
                </>
              }
            />
          ))}
          {people.map(({ key, contact }) => (
            <Checkbox
              key={key}
              checked={chosen(key)}
              onChange={() => toggle(key)}
              label={
                <>
                  {t('contacts.one')}: <b>{contact.display_name || valueText('phones', contact.phones)}</b>
                </>
              }
            />
          ))}
        </Stack>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button loading={busy} disabled={!some} onClick={() => void add()}>
          {t('wizard.addAndOpen')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Of a list only what comes to it. */
function added(there: Counterparty, field: string, value: unknown): unknown {
  const before = (there as unknown as Record<string, unknown>)[field];
  return Array.isArray(value) && Array.isArray(before) ? value.slice(before.length) : value;
}
