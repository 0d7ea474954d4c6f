// Where care was given, as files write it.

export const PLACE_NAMES = { own: '本医共体', cross: '县内其他医共体', other: '县内其他机构', offCounty: '县域外' } as const;
