using System.Runtime.CompilerServices;
using ScoreSde.Torch.Noise;

namespace ScoreSde.Tests;

/// <summary>
/// The tensors that are alive, without those that only wait for their finalizers. The constants, which live as long as the process, are among them
/// from the first count on, whatever test comes first.
/// </summary>
internal static class LiveTensors
{
    public static long Count()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Constants).TypeHandle);
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
