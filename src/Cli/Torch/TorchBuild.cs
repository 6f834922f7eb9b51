using System.Reflection;

namespace ScoreSde.Cli.Torch;

/// <summary>Which package of TorchSharp this program was built with.</summary>
internal static class TorchBuild
{
    /// <summary>Whether it was <c>-p:Torch=cuda</c>.</summary>
    public static bool HasCuda { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(attribute => attribute is { Key: "Torch", Value: "cuda" });
}
