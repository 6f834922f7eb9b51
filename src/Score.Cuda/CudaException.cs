namespace ScoreSde.Cuda;

/// <summary>A call of the driver or of the compiler failed.</summary>
/// <param name="call">The function.</param>
/// <param name="code">What it returned.</param>
/// <param name="words">What that means, in the library's own words.</param>
public sealed class CudaException(string call, int code, string words) : Exception($"{call} failed with code {code}: {words}")
{
    /// <summary>The function.</summary>
    public string Call { get; } = call;

    /// <summary>What it returned.</summary>
    public int Code { get; } = code;
}
