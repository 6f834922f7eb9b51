using ScoreSde.Cuda;
using ScoreSde.Cuda.Sampling;

namespace ScoreSde.Tests.Cuda;

/// <summary>A test that needs an NVIDIA GPU, its driver and NVRTC; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute() => Skip = CudaSupport.WhyNot;
}
