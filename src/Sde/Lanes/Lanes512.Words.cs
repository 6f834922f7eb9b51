using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScoreSde.Lanes;

/// <content>Random words and their order. The four 128-bit parts of a vector are L = 0 … 3; lanes in a part are i = 0, 1, ….</content>
internal readonly partial struct Lanes512<T>
{
    // The truth table of a ⊕ b ⊕ c.
    private const byte OddOfThree = 0b10010110;

    /// <remarks>Block 4i + L: shuffles within the parts then leave blocks in order.</remarks>
    public static Lanes512<T> QuadOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector512.Create(0u, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15).As<uint, T>())
            : new(Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7).As<ulong, T>());
    }

    /// <remarks>As for quads, two blocks of a part at a time.</remarks>
    public static Lanes512<T> PairOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector512.Create(0u, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15).As<uint, T>())
            : new(Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ExclusiveOr(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => Avx512F.IsSupported
        ? From(Avx512F.TernaryLogic(a.v.AsUInt64(), b.v.AsUInt64(), c.v.AsUInt64(), OddOfThree))
        : a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyWords(Lanes512<T> a, Lanes512<T> b)
    {
        if (Avx512F.IsSupported)
        {
            return From(Avx512F.Multiply(a.v.AsUInt32(), b.v.AsUInt32()));
        }

        Vector512<ulong> low = Vector512.Create(0xFFFFFFFFul);
        return From((a.v.AsUInt64() & low) * (b.v.AsUInt64() & low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Philox(
        ref Lanes512<T> x0, ref Lanes512<T> x1, ref Lanes512<T> x2, ref Lanes512<T> x3, uint key0, uint key1)
    {
        if (typeof(T) == typeof(float))
        {
            // 32-bit lanes: the even lanes and, moved down, the odd ones, both as 64-bit lanes.
            (Lanes512<double> e0, Lanes512<double> o0) = Split(x0);
            (Lanes512<double> e1, Lanes512<double> o1) = Split(x1);
            (Lanes512<double> e2, Lanes512<double> o2) = Split(x2);
            (Lanes512<double> e3, Lanes512<double> o3) = Split(x3);
            PhiloxRounds.Run(ref e0, ref e1, ref e2, ref e3, ref o0, ref o1, ref o2, ref o3, key0, key1);
            (x0, x1, x2, x3) = (Join(e0, o0), Join(e1, o1), Join(e2, o2), Join(e3, o3));
        }
        else
        {
            Lanes512<double> y0 = Lanes512<double>.From(x0.v.AsUInt64());
            Lanes512<double> y1 = Lanes512<double>.From(x1.v.AsUInt64());
            Lanes512<double> y2 = Lanes512<double>.From(x2.v.AsUInt64());
            Lanes512<double> y3 = Lanes512<double>.From(x3.v.AsUInt64());
            PhiloxRounds.Run(ref y0, ref y1, ref y2, ref y3, key0, key1);
            Vector512<ulong> low = Vector512.Create(0xFFFFFFFFul);
            (x0, x1) = (From(y0.v.AsUInt64() & low), From(y1.v.AsUInt64() & low));
            (x2, x3) = (From(y2.v.AsUInt64() & low), From(y3.v.AsUInt64() & low));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(ref Lanes512<T> a, ref Lanes512<T> b, ref Lanes512<T> c, ref Lanes512<T> d)
    {
        if (!Avx512F.IsSupported)
        {
            ScalarInterleaving.Quads<Lanes512<T>, T>(ref a, ref b, ref c, ref d);
        }
        else if (typeof(T) == typeof(float))
        {
            Vector512<double> ab0 = Avx512F.UnpackLow(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector512<double> ab2 = Avx512F.UnpackHigh(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector512<double> cd0 = Avx512F.UnpackLow(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            Vector512<double> cd2 = Avx512F.UnpackHigh(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            a = new(Avx512F.UnpackLow(ab0, cd0).As<double, T>());
            b = new(Avx512F.UnpackHigh(ab0, cd0).As<double, T>());
            c = new(Avx512F.UnpackLow(ab2, cd2).As<double, T>());
            d = new(Avx512F.UnpackHigh(ab2, cd2).As<double, T>());
        }
        else
        {
            Vector512<long> lower = Vector512.Create(0, 1, 8, 9, 2, 3, 10, 11);
            Vector512<long> upper = Vector512.Create(4, 5, 12, 13, 6, 7, 14, 15);
            Vector512<double> ab0 = Avx512F.UnpackLow(a.v.AsDouble(), b.v.AsDouble());
            Vector512<double> ab1 = Avx512F.UnpackHigh(a.v.AsDouble(), b.v.AsDouble());
            Vector512<double> cd0 = Avx512F.UnpackLow(c.v.AsDouble(), d.v.AsDouble());
            Vector512<double> cd1 = Avx512F.UnpackHigh(c.v.AsDouble(), d.v.AsDouble());
            a = new(Avx512F.PermuteVar8x64x2(ab0, lower, cd0).As<double, T>());
            b = new(Avx512F.PermuteVar8x64x2(ab0, upper, cd0).As<double, T>());
            c = new(Avx512F.PermuteVar8x64x2(ab1, lower, cd1).As<double, T>());
            d = new(Avx512F.PermuteVar8x64x2(ab1, upper, cd1).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleavePairs(ref Lanes512<T> a, ref Lanes512<T> b)
    {
        if (!Avx512F.IsSupported)
        {
            ScalarInterleaving.Pairs<Lanes512<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector512<float> x, Vector512<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            a = new(Avx512F.UnpackLow(x, y).As<float, T>());
            b = new(Avx512F.UnpackHigh(x, y).As<float, T>());
        }
        else
        {
            (Vector512<double> x, Vector512<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(Avx512F.UnpackLow(x, y).As<double, T>());
            b = new(Avx512F.UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SeparatePairs(ref Lanes512<T> a, ref Lanes512<T> b)
    {
        if (!Avx512F.IsSupported)
        {
            ScalarInterleaving.Separate<Lanes512<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector512<float> x, Vector512<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            a = new(Avx512F.Shuffle(x, y, 0x88).As<float, T>());
            b = new(Avx512F.Shuffle(x, y, 0xDD).As<float, T>());
        }
        else
        {
            (Vector512<double> x, Vector512<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(Avx512F.UnpackLow(x, y).As<double, T>());
            b = new(Avx512F.UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lanes512<double> Even, Lanes512<double> Odd) Split(Lanes512<T> x) =>
        (Lanes512<double>.From(x.v.AsUInt64()), Lanes512<double>.From(x.v.AsUInt64() >>> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<T> Join(Lanes512<double> even, Lanes512<double> odd) =>
        From((even.v.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) | (odd.v.AsUInt64() << 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<T> From(Vector512<ulong> words) => new(words.As<ulong, T>());
}
