export const JobsBell = () => null;
