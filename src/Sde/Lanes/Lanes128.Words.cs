using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ScoreSde.Lanes;

/// <content>Random words and their order.</content>
internal readonly partial struct Lanes128<T>
{
    public static Lanes128<T> QuadOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector128.Create(0u, 1, 2, 3).As<uint, T>())
            : new(Vector128.Create(0ul, 1).As<ulong, T>());
    }

    public static Lanes128<T> PairOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? new(Vector128.Create(0u, 1, 2, 3).As<uint, T>())
            : new(Vector128.Create(0ul, 1).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ExclusiveOr(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyWords(Lanes128<T> a, Lanes128<T> b)
    {
        if (Sse2.IsSupported)
        {
            return From(Sse2.Multiply(a.v.AsUInt32(), b.v.AsUInt32()));
        }

        Vector128<ulong> low = Vector128.Create(0xFFFFFFFFul);
        return From((a.v.AsUInt64() & low) * (b.v.AsUInt64() & low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Philox(
        ref Lanes128<T> x0, ref Lanes128<T> x1, ref Lanes128<T> x2, ref Lanes128<T> x3, uint key0, uint key1)
    {
        if (typeof(T) == typeof(float))
        {
            // 32-bit lanes: the even lanes and, moved down, the odd ones, both as 64-bit lanes.
            (Lanes128<double> e0, Lanes128<double> o0) = Split(x0);
            (Lanes128<double> e1, Lanes128<double> o1) = Split(x1);
            (Lanes128<double> e2, Lanes128<double> o2) = Split(x2);
            (Lanes128<double> e3, Lanes128<double> o3) = Split(x3);
            PhiloxRounds.Run(ref e0, ref e1, ref e2, ref e3, ref o0, ref o1, ref o2, ref o3, key0, key1);
            (x0, x1, x2, x3) = (Join(e0, o0), Join(e1, o1), Join(e2, o2), Join(e3, o3));
        }
        else
        {
            Lanes128<double> y0 = Lanes128<double>.From(x0.v.AsUInt64());
            Lanes128<double> y1 = Lanes128<double>.From(x1.v.AsUInt64());
            Lanes128<double> y2 = Lanes128<double>.From(x2.v.AsUInt64());
            Lanes128<double> y3 = Lanes128<double>.From(x3.v.AsUInt64());
            PhiloxRounds.Run(ref y0, ref y1, ref y2, ref y3, key0, key1);
            Vector128<ulong> low = Vector128.Create(0xFFFFFFFFul);
            (x0, x1) = (From(y0.v.AsUInt64() & low), From(y1.v.AsUInt64() & low));
            (x2, x3) = (From(y2.v.AsUInt64() & low), From(y3.v.AsUInt64() & low));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(ref Lanes128<T> a, ref Lanes128<T> b, ref Lanes128<T> c, ref Lanes128<T> d)
    {
        if (!Sse2.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            ScalarInterleaving.Quads<Lanes128<T>, T>(ref a, ref b, ref c, ref d);
        }
        else if (typeof(T) == typeof(float))
        {
            Vector128<double> ab0 = UnpackLow(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector128<double> ab2 = UnpackHigh(a.v.AsSingle(), b.v.AsSingle()).AsDouble();
            Vector128<double> cd0 = UnpackLow(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            Vector128<double> cd2 = UnpackHigh(c.v.AsSingle(), d.v.AsSingle()).AsDouble();
            a = new(UnpackLow(ab0, cd0).As<double, T>());
            b = new(UnpackHigh(ab0, cd0).As<double, T>());
            c = new(UnpackLow(ab2, cd2).As<double, T>());
            d = new(UnpackHigh(ab2, cd2).As<double, T>());
        }
        else
        {
            (Vector128<double> wa, Vector128<double> wb) = (a.v.AsDouble(), b.v.AsDouble());
            (Vector128<double> wc, Vector128<double> wd) = (c.v.AsDouble(), d.v.AsDouble());
            a = new(UnpackLow(wa, wb).As<double, T>());
            b = new(UnpackLow(wc, wd).As<double, T>());
            c = new(UnpackHigh(wa, wb).As<double, T>());
            d = new(UnpackHigh(wc, wd).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleavePairs(ref Lanes128<T> a, ref Lanes128<T> b)
    {
        if (!Sse2.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            ScalarInterleaving.Pairs<Lanes128<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector128<float> x, Vector128<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            a = new(UnpackLow(x, y).As<float, T>());
            b = new(UnpackHigh(x, y).As<float, T>());
        }
        else
        {
            (Vector128<double> x, Vector128<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(UnpackLow(x, y).As<double, T>());
            b = new(UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SeparatePairs(ref Lanes128<T> a, ref Lanes128<T> b)
    {
        if (!Sse2.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            ScalarInterleaving.Separate<Lanes128<T>, T>(ref a, ref b);
        }
        else if (typeof(T) == typeof(float))
        {
            (Vector128<float> x, Vector128<float> y) = (a.v.AsSingle(), b.v.AsSingle());
            bool arm = AdvSimd.Arm64.IsSupported;
            a = new((arm ? AdvSimd.Arm64.UnzipEven(x, y) : Sse.Shuffle(x, y, 0x88)).As<float, T>());
            b = new((arm ? AdvSimd.Arm64.UnzipOdd(x, y) : Sse.Shuffle(x, y, 0xDD)).As<float, T>());
        }
        else
        {
            (Vector128<double> x, Vector128<double> y) = (a.v.AsDouble(), b.v.AsDouble());
            a = new(UnpackLow(x, y).As<double, T>());
            b = new(UnpackHigh(x, y).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lanes128<double> Even, Lanes128<double> Odd) Split(Lanes128<T> x) =>
        (Lanes128<double>.From(x.v.AsUInt64()), Lanes128<double>.From(x.v.AsUInt64() >>> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128<T> Join(Lanes128<double> even, Lanes128<double> odd) =>
        From((even.v.AsUInt64() & Vector128.Create(0xFFFFFFFFul)) | (odd.v.AsUInt64() << 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128<T> From(Vector128<ulong> words) => new(words.As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> UnpackLow(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> UnpackHigh(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
