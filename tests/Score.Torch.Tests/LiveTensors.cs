namespace ScoreSde.Tests;

/// <summary>The tensors that are alive, without those that only wait for their finalizers.</summary>
internal static class LiveTensors
{
    public static long Count()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
