import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { toastError } from '@/shared/ui/toast';
import { type Demand, REFUSALS, type Refusal, useExtend, useRefuse } from './api';

/** To put a demand off, or to refuse it: both are told to the person, so both take words. */
export function Decisions({ demand }: { demand: Demand }) {
  const { t } = useTranslation();
  const can = useCan();
  const [deciding, setDeciding] = useState<'extend' | 'refuse' | null>(null);
  return (
    <>
      {!demand.extended && demand.kind !== 'ERASURE' && (
        <Button variant="default" onClick={() => setDeciding('extend')}>
          {t('privacy.extend')}
        </Button>
      )}
      {can('personal_data.erase') && (
        <Button variant="default" onClick={() => setDeciding('refuse')}>
          {t('privacy.refuse')}
        </Button>
      )}
      {deciding && <Words demand={demand} what={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Words(props: { demand: Demand; what: 'extend' | 'refuse'; onClose: () => void }) {
  const { demand, what, onClose } = props;
  const { t } = useTranslation();
  const refuse = useRefuse();
  const extend = useExtend();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [note, setNote] = useState('');
  const { name, etag } = demand;
  const settled = { onSuccess: onClose, onError: toastError };
  const send = () => {
    if (what === 'extend') extend.mutate({ name, etag, note }, settled);
    else if (refusal) refuse.mutate({ name, etag, note, refusal }, settled);
  };
  const ready = what === 'extend' ? Boolean(note.trim()) : Boolean(refusal);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(what === 'extend' ? 'privacy.extend' : 'privacy.refuseTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="sm">
        {what === 'refuse' && (
          <Select
            label={t('privacy.refusal')}
            data={REFUSALS.map((value) => ({
              value,
              label: t(`enums.PersonalDataRequest.Refusal.${value}`),
            }))}
            value={refusal}
            onChange={(value) => setRefusal(value as Refusal)}
          />
        )}
        <Textarea
          label={t(what === 'extend' ? 'privacy.extendNote' : 'privacy.refusalNote')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button disabled={!ready} loading={refuse.isPending || extend.isPending} onClick={send}>
            {t(what === 'extend' ? 'privacy.extend' : 'privacy.refuse')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
