using System.Reflection;
using System.Reflection.Emit;
using ScoreSde.States;

namespace ScoreSde.Tests.Doors;

/// <summary>A public constructor or method of a library, called with arguments in boxes; spans come as arrays, which reflection itself refuses. The object of a method that has one is its first argument.</summary>
internal sealed class Door
{
    private readonly Func<object?[], object?> call;

    private Door(MethodBase method)
    {
        Method = method;
        IsOfObject = method is { IsStatic: false, IsConstructor: false };
        IEnumerable<Type> parameters = method.GetParameters().Select(static parameter => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType);
        Types = IsOfObject ? [method.DeclaringType!, .. parameters] : [.. parameters];
        call = Compiled();
    }

    /// <summary>What is called.</summary>
    public MethodBase Method { get; }

    /// <summary>Whether it is a method of an object.</summary>
    public bool IsOfObject { get; }

    /// <summary>The types of its arguments, without their references.</summary>
    public IReadOnlyList<Type> Types { get; }

    /// <summary>Type.Method.</summary>
    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}";

    /// <summary>Every constructor and static method of an assembly, float in the place of T, tiles of it in the place of TState; the methods of objects too where they are asked for.</summary>
    public static IEnumerable<Door> Of(Assembly assembly, bool ofObjects = false) =>
        assembly.GetExportedTypes().Select(Closed).OfType<Type>().Where(static type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type)).SelectMany(type => Of(type, ofObjects));

    private static IEnumerable<Door> Of(Type type, bool ofObjects)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<MethodBase> made = type.IsAbstract || type.IsByRefLike ? [] : type.GetConstructors();
        BindingFlags wanted = ofObjects && type is { IsByRefLike: false, IsInterface: false } ? Own | BindingFlags.Instance : Own;
        return made.Concat(type.GetMethods(wanted).Where(static method => method is { IsSpecialName: false, IsAbstract: false }).Select(Closed).OfType<MethodBase>())
            .Where(static method => method.GetParameters() is { Length: > 0 } parameters && parameters.All(static parameter => IsBoxed(parameter.ParameterType)))
            .Select(static method => new Door(method));
    }

    /// <summary>Calls it.</summary>
    /// <returns>What it threw; null where it threw nothing.</returns>
    public Exception? Try(object?[] arguments)
    {
        try
        {
            call(arguments);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static bool IsBoxed(Type type) => !type.IsPointer && (!type.IsByRefLike || (IsSpan(type) && !type.GetGenericArguments()[0].IsPointer));

    /// <summary>Whether it is a span.</summary>
    public static bool IsSpan(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) || type.GetGenericTypeDefinition() == typeof(Span<>));

    private Func<object?[], object?> Compiled()
    {
        var bridge = new DynamicMethod(Name, typeof(object), [typeof(object[])], typeof(Door).Module, skipVisibility: true);
        ILGenerator code = bridge.GetILGenerator();
        for (int i = 0; i < Types.Count; i++)
        {
            LocalBuilder local = code.DeclareLocal(Types[i]);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldelem_Ref);
            if (IsSpan(Types[i]))
            {
                Type array = Types[i].GetGenericArguments()[0].MakeArrayType();
                code.Emit(OpCodes.Castclass, array);
                code.Emit(OpCodes.Newobj, Types[i].GetConstructor([array])!);
            }
            else
            {
                code.Emit(OpCodes.Unbox_Any, Types[i]);
            }

            code.Emit(OpCodes.Stloc, local);
            code.Emit(IsByReference(i) ? OpCodes.Ldloca : OpCodes.Ldloc, local);
        }

        if (Method is ConstructorInfo maker)
        {
            code.Emit(OpCodes.Newobj, maker);
        }
        else
        {
            code.Emit(IsOfObject && !Method.DeclaringType!.IsValueType ? OpCodes.Callvirt : OpCodes.Call, (MethodInfo)Method);
        }

        if (Method is not MethodInfo { ReturnType.Name: "Void" })
        {
            code.Emit(OpCodes.Pop);
        }

        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ret);
        return bridge.CreateDelegate<Func<object?[], object?>>();
    }

    private bool IsByReference(int i) =>
        IsOfObject && i == 0 ? Method.DeclaringType!.IsValueType : Method.GetParameters()[IsOfObject ? i - 1 : i].ParameterType.IsByRef;

    private static Type Argument(Type parameter) => parameter.Name == "TState" ? typeof(Tile<float>) : typeof(float);

    /// <summary>A type with float in the place of T, itself where it has none; null where it takes no float.</summary>
    public static Type? Closed(Type type)
    {
        try
        {
            return type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(Argument)]) : type;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MethodInfo? Closed(MethodInfo method)
    {
        try
        {
            return method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Argument)]) : method;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
