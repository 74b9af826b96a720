// The page in Chinese.
export const ZH = {};
