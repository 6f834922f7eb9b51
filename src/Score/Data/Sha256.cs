using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScoreSde.Data;

/// <summary>SHA-256 as the system's library has it: on Linux OpenSSL, whose absence would end the process without a sentence.</summary>
public static class Sha256
{
    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10", "libssl.so"];
    private static readonly Lazy<bool> IsThere = new(static () => !OperatingSystem.IsLinux() || Array.Exists(Libraries, static name => NativeLibrary.TryLoad(name, out _)));

    /// <summary>A hash of nothing yet.</summary>
    /// <exception cref="PlatformNotSupportedException">The library is not on this machine.</exception>
    public static IncrementalHash Begin() => IsThere.Value
        ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256)
        : throw new PlatformNotSupportedException("Data of your own and files that runs in parts read are known by their SHA-256, which needs OpenSSL's library libssl; on Debian and Ubuntu it is the package libssl3.");
}
