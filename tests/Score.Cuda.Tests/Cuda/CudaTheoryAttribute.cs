using ScoreSde.Cuda;
using ScoreSde.Cuda.Sampling;

namespace ScoreSde.Tests.Cuda;

/// <summary>A theory that needs an NVIDIA GPU, its driver and NVRTC; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute() => Skip = CudaSupport.WhyNot;
}
