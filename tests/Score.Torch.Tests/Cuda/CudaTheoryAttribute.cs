namespace ScoreSde.Tests.Cuda;

/// <summary>Many cases of a test that needs an NVIDIA GPU; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute() => Skip = new CudaFactAttribute().Skip;
}
