using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>What one component N(μ, Q diag(c) Qᵀ) of a mixture gives, one sample a lane.</summary>
internal static class MixtureComponent
{
    /// <summary>ln w − ½ ln det 2πC − ½ (x − μ)ᵀ C⁻¹ (x − μ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exponent<T, TLanes, TTable>(TTable table, int k, ReadOnlySpan<TLanes> point)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TTable : struct, IComponentTable<T, TLanes>, allows ref struct
    {
        TLanes square = TLanes.Constant(0);
        for (int i = 0; i < point.Length; i++)
        {
            TLanes along = Along<T, TLanes, TTable>(table, k, i, point, centred: true);
            square = TLanes.FusedMultiplyAdd(along * table.Precision(k, i), along, square);
        }

        return TLanes.FusedMultiplyAdd(TLanes.Constant(-0.5), square, table.LogFactor(k));
    }

    /// <summary>sum += weight · C⁻¹ (x − μ), or without μ where not <paramref name="centred"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPrecision<T, TLanes, TTable>(
        TTable table, int k, TLanes weight, ReadOnlySpan<TLanes> point, Span<TLanes> sum, bool centred)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TTable : struct, IComponentTable<T, TLanes>, allows ref struct
    {
        int d = point.Length;
        for (int i = 0; i < d; i++)
        {
            TLanes scaled = weight * table.Precision(k, i);
            TLanes along = Along<T, TLanes, TTable>(table, k, i, point, centred);
            if (table.Directions(k) is not { } q)
            {
                sum[i] = TLanes.FusedMultiplyAdd(scaled, along, sum[i]);
                continue;
            }

            scaled *= along;
            for (int j = 0; j < d; j++)
            {
                sum[j] = TLanes.FusedMultiplyAdd(scaled, TLanes.Broadcast(q[j + (d * i)]), sum[j]);
            }
        }
    }

    /// <summary>sum += weight · diag C⁻¹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPrecisionDiagonal<T, TLanes, TTable>(TTable table, int k, TLanes weight, Span<TLanes> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TTable : struct, IComponentTable<T, TLanes>, allows ref struct
    {
        int d = sum.Length;
        for (int i = 0; i < d; i++)
        {
            TLanes scaled = weight * table.Precision(k, i);
            if (table.Directions(k) is not { } q)
            {
                sum[i] += scaled;
                continue;
            }

            for (int j = 0; j < d; j++)
            {
                TLanes along = TLanes.Broadcast(q[j + (d * i)]);
                sum[j] = TLanes.FusedMultiplyAdd(scaled * along, along, sum[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Along<T, TLanes, TTable>(TTable table, int k, int direction, ReadOnlySpan<TLanes> point, bool centred)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TTable : struct, IComponentTable<T, TLanes>, allows ref struct
    {
        int d = point.Length;
        if (table.Directions(k) is not { } q)
        {
            return centred ? point[direction] - table.Mean(k, direction) : point[direction];
        }

        TLanes sum = TLanes.Constant(0);
        for (int i = 0; i < d; i++)
        {
            TLanes offset = centred ? point[i] - table.Mean(k, i) : point[i];
            sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(q[i + (d * direction)]), offset, sum);
        }

        return sum;
    }
}
