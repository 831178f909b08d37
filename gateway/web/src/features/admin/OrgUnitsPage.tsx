import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const OrgUnitsPage = () => <PageSkeleton />;
