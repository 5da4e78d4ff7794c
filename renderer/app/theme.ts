// antd in our clothes: the tokens of design.md (AA in both themes), the same colours as app/base.css.

import { theme, type ThemeConfig } from 'antd';

const SHARED = {
  fontFamily: 'var(--font)',
  fontFamilyCode: 'var(--mono)',
  fontSize: 14,
  lineHeight: 1.57,
  borderRadius: 4,
  borderRadiusLG: 6,
  motionUnit: 0.05,
  controlHeight: 32,
};

const LIGHT = {
  colorPrimary: '#1458c4',
  colorInfo: '#1458c4',
  colorLink: '#1458c4',
  colorSuccess: '#256b08',
  colorSuccessBg: '#eaf6e5',
  colorError: '#c62828',
  colorErrorBg: '#fdecea',
  colorWarning: '#8a5300',
  colorWarningBg: '#fdf3dd',
  colorTextBase: '#1d2025',
  colorBgBase: '#ffffff',
  colorTextPlaceholder: '#6b6e73',
  colorTextDescription: '#5a5d63',
  colorTextSecondary: '#5a5d63',
  colorTextTertiary: '#62656b',
  colorTextQuaternary: '#6b6e73',
  colorBorder: '#c9c5bb',
  colorBorderSecondary: '#e3dfd6',
  colorBgLayout: '#f6f4ef',
  colorBgContainer: '#ffffff',
};

const DARK = {
  colorPrimary: '#3d7ee0',
  colorInfo: '#69a9ff',
  colorLink: '#69a9ff',
  colorSuccess: '#6fc04a',
  colorError: '#ff7875',
  colorWarning: '#e5b04b',
  colorTextBase: '#e8e6e1',
  colorBgBase: '#191b1f',
  colorTextPlaceholder: '#9a9da4',
  colorTextDescription: '#a9acb2',
  colorTextSecondary: '#a9acb2',
  colorTextTertiary: '#a0a3aa',
  colorTextQuaternary: '#9a9da4',
  colorBorder: '#454a53',
  colorBorderSecondary: '#31353c',
  colorBgLayout: '#141619',
  colorBgContainer: '#1c1f23',
  colorBgElevated: '#24272d',
};

export function antdTheme(dark: boolean, motion: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...SHARED, ...(dark ? DARK : LIGHT), motion },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        // Seal-ink on paper in both themes: white on #1458c4 and on #2a68cc pass AA.
        ...(dark
          ? { colorPrimary: '#2a68cc', colorPrimaryHover: '#3573d6', colorPrimaryActive: '#2059b5' }
          : {}),
        // antd derives a default button's words under the pointer from the primary colour: too pale for AA.
        defaultHoverColor: dark ? '#69a9ff' : '#1458c4',
        defaultHoverBorderColor: dark ? '#69a9ff' : '#1458c4',
        defaultActiveColor: dark ? '#69a9ff' : '#0f469c',
        defaultActiveBorderColor: dark ? '#69a9ff' : '#0f469c',
      },
      Modal: { titleFontSize: 16 },
      Tooltip: { maxWidth: 480 },
    },
  };
}
