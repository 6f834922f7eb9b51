namespace ScoreSde.Tests.Cuda;

/// <summary>A test that needs an NVIDIA GPU; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (TorchFactAttribute.WhyNot is { } reason)
        {
            Skip = reason;
        }
        else if (!torch.cuda.is_available())
        {
            Skip = "There is no CUDA device here, or this build is not -p:Torch=cuda.";
        }
    }
}
