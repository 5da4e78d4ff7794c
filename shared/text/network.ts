// Words of the network (Node's error codes, undici's, OpenSSL's as Node names them) in plain words; the code stays
// beside them, for whoever has to look further.

interface Both {
  readonly zh: string;
  readonly en: string;
}

const both = (zh: string, en: string): Both => ({ zh, en });

const WORDS: Readonly<Record<string, Both>> = {
  ECONNREFUSED: both('对方拒绝连接', 'the connection was refused'),
  ECONNRESET: both('连接被对方中断', 'the other side broke the connection off'),
  ECONNABORTED: both('连接中断', 'the connection was broken off'),
  EPIPE: both('连接被对方中断', 'the other side broke the connection off'),
  UND_ERR_SOCKET: both('连接被对方中断', 'the other side broke the connection off'),
  ENOTFOUND: both('找不到该主机名', 'no host of that name'),
  EAI_AGAIN: both('暂时无法解析主机名', 'the host name cannot be resolved now'),
  ENETUNREACH: both('网络不通', 'the network is not reachable'),
  ENETDOWN: both('网络已断开', 'the network is down'),
  EHOSTUNREACH: both('主机不可达', 'the host is not reachable'),
  EADDRNOTAVAIL: both('本机没有可用的地址', 'this computer has no address for it'),
  ETIMEDOUT: both('连接超时', 'no connection in time'),
  UND_ERR_CONNECT_TIMEOUT: both('连接超时', 'no connection in time'),
  UND_ERR_HEADERS_TIMEOUT: both('没有及时回复', 'no reply in time'),
  UND_ERR_BODY_TIMEOUT: both('回复中途停住', 'the reply stopped midway'),
  TimeoutError: both('没有及时回复', 'no reply in time'),
  TypeError: both('请求无法发出', 'the request could not be made'),
  CERT_HAS_EXPIRED: both('对方的 TLS 证书已过期', 'its TLS certificate has expired'),
  CERT_NOT_YET_VALID: both('对方的 TLS 证书尚未生效', 'its TLS certificate is not valid yet'),
  DEPTH_ZERO_SELF_SIGNED_CERT: both('对方的 TLS 证书是自签的', 'its TLS certificate is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: both(
    '对方的 TLS 证书链以自签证书结尾',
    'its TLS certificates end in a self-signed one',
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: both('无法核实对方的 TLS 证书', 'its TLS certificate cannot be verified'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: both(
    '无法核实对方的 TLS 证书',
    'its TLS certificate cannot be verified',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: both(
    '对方的 TLS 证书属于别的主机',
    'its TLS certificate is for another host',
  ),
};

/** Null where there are no words for it. */
export function networkWords(code: string, language: 'zh-CN' | 'en'): string | null {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  if (!words) return null;
  return language === 'en' ? `${words.en} (${code})` : `${words.zh}（${code}）`;
}
