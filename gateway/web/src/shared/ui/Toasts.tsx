import { Notifications } from '@mantine/notifications';

/** Where toasts appear. Comes after the first paint: nothing is to be said before it. */
export const Toasts = () => <Notifications position="bottom-left" limit={4} />;
