using System.Diagnostics;

namespace ScoreSde.TorchBench;

/// <summary>What the device does at best, measured by libtorch's own product and copy.</summary>
internal static class Peaks
{
    /// <summary>Multiplications and additions a second of a product of square float32 matrices, best of five.</summary>
    public static double Products(torch.Device device, bool tf32)
    {
        int n = device.type == DeviceType.CPU ? 2048 : 8192;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        if (device.type == DeviceType.CUDA)
        {
            torch.backends.cuda.matmul.allow_tf32 = tf32;
        }

        Tensor a = torch.randn(n, n, torch.float32, device);
        Tensor b = torch.randn(n, n, torch.float32, device);
        double best = Best(device, () => torch.mm(a, b).Dispose());
        if (device.type == DeviceType.CUDA)
        {
            torch.backends.cuda.matmul.allow_tf32 = false;
        }

        return 2.0 * n * n * n / best;
    }

    /// <summary>Bytes a second read and written by a copy that fits in no cache, best of five.</summary>
    public static double Copy(torch.Device device)
    {
        const long Count = 1L << 26;
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor from = torch.ones(Count, torch.float32, device);
        Tensor to = torch.empty(Count, torch.float32, device);
        return 2 * 4 * Count / Best(device, () => to.copy_(from));
    }

    /// <summary>Waits until the device has done all.</summary>
    public static void Wait(torch.Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            torch.cuda.synchronize();
        }
    }

    private static double Best(torch.Device device, Action work)
    {
        double best = double.PositiveInfinity;
        work();
        for (int i = 0; i < 5; i++)
        {
            Wait(device);
            long start = Stopwatch.GetTimestamp();
            work();
            Wait(device);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
