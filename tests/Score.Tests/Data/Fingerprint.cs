using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScoreSde.Tests.Data;

/// <summary>Eight hexadecimal digits that change when any bit changes: how tests pin what must stay for ever.</summary>
internal static class Fingerprint
{
    public static string Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..8];
}
