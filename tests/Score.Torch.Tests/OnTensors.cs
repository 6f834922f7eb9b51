using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Tests;

/// <summary>Numbers of tensors and arrays side by side.</summary>
internal static class OnTensors
{
    public static T[] Values<T>(Tensor tensor)
        where T : unmanaged
    {
        using Tensor here = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, T>(here.bytes).ToArray();
    }

    /// <summary>max |a − b| / (1 + |b|).</summary>
    public static double Difference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(a.Length, b.Length);
        double most = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double x = double.CreateTruncating(a[i]);
            double y = double.CreateTruncating(b[i]);
            double difference = Math.Abs(x - y) / (1 + Math.Abs(y));
            most = difference <= most ? most : difference;
        }

        return most;
    }
}
