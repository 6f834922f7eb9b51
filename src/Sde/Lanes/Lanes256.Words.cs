using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScoreSde.Lanes;

/// <content>Random words and their order. The two 128-bit parts of a vector are L = 0, 1; lanes in a part are i = 0, 1, ….</content>
internal readonly partial struct Lanes256<T>
{
    /// <remarks>Block 2i + L: shuffles within the parts then leave blocks in order.</remarks>
    public static Lanes256<T> QuadOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector256.Create(0u, 2, 4, 6, 1, 3, 5, 7).As<uint, T>())
            : new(Vector256.Create(0ul, 2, 1, 3).As<ulong, T>());
    }

    /// <remarks>As for quads, two blocks of a part at a time.</remarks>
    public static Lanes256<T> PairOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector256.Create(0u, 1, 4, 5, 2, 3, 6, 7).As<uint, T>())
            : new(Vector256.Create(0ul, 2, 1, 3).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ExclusiveOr(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyWords(Lanes256<T> a, Lanes256<T> b)
    {
        if (Avx2.IsSupported)
        {
            return From(Avx2.Multiply(a.v.AsUInt32(), b.v.AsUInt32()));
        }

        Vector256<ulong> low = Vector256.Create(0xFFFFFFFFul);
        return From((a.v.AsUInt64() & low) * (b.v.AsUInt64() & low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Philox(
        ref Lanes256<T> x0, ref Lanes256<T> x1, ref Lanes256<T> x2, ref Lanes256<T> x3, uint key0, uint key1)
    {
        if (typeof(T) == typeof(float))
        {
            // 32-bit lanes: the even lanes and, moved down, the odd ones, both as 64-bit lanes.
            (Lanes256<double> e0, Lanes256<double> o0) = Split(x0);
            (Lanes256<double> e1, Lanes256<double> o1) = Split(x1);
            (Lanes256<double> e2, Lanes256<double> o2) = Split(x2);
            (Lanes256<double> e3, Lanes256<double> o3) = Split(x3);
            PhiloxRounds.Run(ref e0, ref e1, ref e2, ref e3, ref o0, ref o1, ref o2, ref o3, key0, key1);
            (x0, x1, x2, x3) = (Join(e0, o0), Join(e1, o1), Join(e2, o2), Join(e3, o3));
        }
        else
        {
            Lanes256<double> y0 = Lanes256<double>.From(x0.v.AsUInt64());
            Lanes256<double> y1 = Lanes256<double>.From(x1.v.AsUInt64());
            Lanes256<double> y2 = Lanes256<double>.From(x2.v.AsUInt64());
            Lanes256<double> y3 = Lanes256<double>.From(x3.v.AsUInt64());
            PhiloxRounds.Run(ref y0, ref y1, ref y2, ref y3, key0, key1);
            Vector256<ulong> low = Vector256.Create(0xFFFFFFFFul);
            (x0, x1) = (From(y0.v.AsUInt64() & low), From(y1.v.AsUInt64() & low));
            (x2, x3) = (From(y2.v.AsUInt64() & low), From(y3.v.AsUInt64() & low));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(ref Lanes256<T> a, ref Lanes256<T> b, ref Lanes256<T> c, ref Lanes256<T> d)
    {
        if (!Avx2.IsSupported)
        {
            ScalarInterleaving.Quads<Lanes256<T>, T>(ref a, ref b, ref c, ref d);
        }
        else if (typeof(T) == typeof(float))
        {
            Vector256<double> ab0 = Avx.UnpackLow(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector256<double> ab2 = Avx.UnpackHigh(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector256<double> cd0 = Avx.UnpackLow(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            Vector256<double> cd2 = Avx.UnpackHigh(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            a = new(Avx.UnpackLow(ab0, cd0).As<double, T>());
            b = new(Avx.UnpackHigh(ab0, cd0).As<double, T>());
            c = new(Avx.UnpackLow(ab2, cd2).As<double, T>());
            d = new(Avx.UnpackHigh(ab2, cd2).As<double, T>());
        }
        else
        {
            Vector256<double> ab0 = Avx.UnpackLow(a.v.AsDouble(), b.v.AsDouble());
            Vector256<double> ab1 = Avx.UnpackHigh(a.v.AsDouble(), b.v.AsDouble());
            Vector256<double> cd0 = Avx.UnpackLow(c.v.AsDouble(), d.v.AsDouble());
            Vector256<double> cd1 = Avx.UnpackHigh(c.v.AsDouble(), d.v.AsDouble());
            a = new(Avx.Permute2x128(ab0, cd0, 0x20).As<double, T>());
            b = new(Avx.Permute2x128(ab0, cd0, 0x31).As<double, T>());
            c = new(Avx.Permute2x128(ab1, cd1, 0x20).As<double, T>());
            d = new(Avx.Permute2x128(ab1, cd1, 0x31).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleavePairs(ref Lanes256<T> a, ref Lanes256<T> b)
    {
        if (!Avx2.IsSupported)
        {
            ScalarInterleaving.Pairs<Lanes256<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector256<float> x, Vector256<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            a = new(Avx.UnpackLow(x, y).As<float, T>());
            b = new(Avx.UnpackHigh(x, y).As<float, T>());
        }
        else
        {
            (Vector256<double> x, Vector256<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(Avx.UnpackLow(x, y).As<double, T>());
            b = new(Avx.UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SeparatePairs(ref Lanes256<T> a, ref Lanes256<T> b)
    {
        if (!Avx2.IsSupported)
        {
            ScalarInterleaving.Separate<Lanes256<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector256<float> x, Vector256<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            a = new(Avx.Shuffle(x, y, 0x88).As<float, T>());
            b = new(Avx.Shuffle(x, y, 0xDD).As<float, T>());
        }
        else
        {
            (Vector256<double> x, Vector256<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(Avx.UnpackLow(x, y).As<double, T>());
            b = new(Avx.UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lanes256<double> Even, Lanes256<double> Odd) Split(Lanes256<T> x) =>
        (Lanes256<double>.From(x.v.AsUInt64()), Lanes256<double>.From(x.v.AsUInt64() >>> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> Join(Lanes256<double> even, Lanes256<double> odd) =>
        From((even.v.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) | (odd.v.AsUInt64() << 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> From(Vector256<ulong> words) => new(words.As<ulong, T>());
}
