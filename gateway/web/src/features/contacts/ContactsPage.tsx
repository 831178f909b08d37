import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const ContactsPage = () => <PageSkeleton />;
